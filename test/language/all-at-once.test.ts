// Unknown keys and wrong values do not hide what else is wrong.
import { describe, expect, test } from 'vitest';
import { check } from '../../compiler/index.ts';
import { memoryIo } from './memory-io.ts';

const gateway = (rule: string, more = '') => `version: 1
name: acme
agents:
  bot: { team: support, roles: [reader], keys: ["sha256:${'1'.repeat(64)}"] }
servers:
  crm: { url: https://crm.internal/mcp }
access:
  - { name: reads, allow: crm__*, to: { role: reder } }
  - ${rule}
${more}`;

const rules = (text: string) =>
  check('/gateway/gateway.yaml', { io: memoryIo('/gateway', { 'gateway.yaml': text }) }).findings.map(
    ({ rule }) => rule,
  );

describe('an unknown key', () => {
  test('stands beside errors of meaning, in the order of their places', () => {
    expect(rules(gateway('{ name: odd, allow: crm__get, whn: args.x > 1 }'))).toEqual([
      'access/unknown-role',
      'schema/unknown-key',
    ]);
  });

  test('of the whole file says nothing of what it may have meant', () => {
    expect(rules(gateway('{ name: odd, allow: crm__get }', 'agent: {}\n'))).toEqual(['schema/unknown-key']);
  });
});

describe('a misspelt key', () => {
  test('without which its rule is none', () => {
    const text = gateway('{ name: odd, alow: crm__get, when: agent.nme == "a" }');
    expect(rules(text)).toEqual(['access/unknown-role', 'schema/unknown-key', 'cel/unknown-field']);
  });
});

describe('a wrong value', () => {
  test.each([
    ['of a rule', '{ name: odd, allow: 5 }', ''],
    ['of a rule that lacks what it is about', '{ name: odd, to: { role: reader } }', ''],
    ['of a limit', '{ name: odd, allow: crm__get }', 'limits: [{ name: l, per: agent, rate: 5 }]\n'],
    ['of a route', '{ name: odd, allow: crm__get }', 'routes: [{ tools: 5, to: { server: crm } }]\n'],
    ['of where it listens', '{ name: odd, allow: crm__get }', 'listen: { port: many }\n'],
  ])('%s stands beside errors of meaning', (_, rule, more) => {
    const found = rules(gateway(rule, more));
    expect(found).toContain('access/unknown-role');
    expect(found.filter((name) => name.startsWith('schema/'))).toHaveLength(1);
    expect(found).toHaveLength(2);
  });

  test('of how a server is called', () => {
    const text = gateway('{ name: odd, allow: crm__get }').replace('/mcp }', '/mcp, timeout: 30, retry: x }');
    expect(rules(text)).toEqual(['schema/type', 'schema/type', 'access/unknown-role']);
  });

  test('of an issuer says nothing of what its tokens may have', () => {
    const issuer =
      'issuers: [{ issuer: "http://x.example", audience: https://mcp.acme.com/mcp, agent: claims.sub },';
    const to = '{ name: odd, allow: crm__get, to: { scope: a, agent: ann, team: pay } }';
    const wrong = ' { issuer: "https://y.example", audience: 5, agent: claims.sub, team: team }]\n';
    expect(rules(gateway(to, issuer + wrong))).toEqual([
      'issuers/plaintext',
      'schema/type',
      'cel/unknown-name',
    ]);
    expect(rules(gateway(to, `issuers: [${wrong}`))).toEqual(['schema/type', 'cel/unknown-name']);
  });

  test('of what has a name stands beside errors that do not depend on the name', () => {
    const twice = gateway(
      '{ name: reads, allow: crm__get }',
      'limits: [{ name: l, per: agent, rate: 5/s }]\n',
    );
    const said = ['schema/type', 'access/duplicate-name', 'schema/pattern'];
    expect(rules(twice.replace('roles: [reader]', 'roles: 5'))).toEqual(said);
    expect(rules(twice.replace('url: https://crm.internal/mcp', 'url: 5'))).toEqual(said);
  });

  test('without which the file cannot be read leaves conditions alone to be read', () => {
    const text = gateway('{ name: odd, allow: crm__get, when: agent.nme == "a" }');
    expect(rules(text.replace('version: 1', 'version: 7'))).toEqual(['schema/value', 'cel/unknown-field']);
  });

  test('without which the file cannot be read leaves every other expression to be read', () => {
    const more = `limits: [{ name: l, per: [agent, args.x + 1 + "a"], rate: 5/minute }]
routes: [{ tools: crm__get, when: agent.tam == "a", to: crm }]
failover: { any: { chain: [{ server: crm, args: '{"a": agent.nam}' }], on: [timeout, result.isEror] } }
issuers: [{ issuer: x, audience: y, agent: sub, roles: claims.grops, claims: { groups: [string] } }]
`;
    const text = gateway('{ name: odd, allow: crm__get }', more)
      .replace(
        'url: https://crm.internal/mcp',
        'urls: ["https://crm.internal/mcp"], balance: hash(agent.lable)',
      )
      .replace('version: 1', 'version: 7');
    expect(rules(text)).toEqual([
      'schema/value',
      ...['cel/unknown-field', 'cel/type', 'cel/unknown-field', 'cel/unknown-field', 'cel/unknown-field'],
      ...['cel/unknown-name', 'cel/unknown-field'],
    ]);
  });

  test('does not hide what is wrong in its rule’s condition', () => {
    const found = rules(gateway('{ name: odd, allow: 5, when: agent.nme == "a" }'));
    expect(found).toEqual(['access/unknown-role', 'schema/type', 'cel/unknown-field']);
  });
});
