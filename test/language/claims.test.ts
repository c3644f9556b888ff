// Types of claims: which values fit them, which expressions may be written over them, and that what is typed is what is checked.
import { describe, expect, it } from 'vitest';
import { check } from '../../compiler/index.ts';
import type { IssuerPlan, Plan } from '../../runtime/contract/plan.ts';
import { generated, load } from './generated.ts';
import { memoryIo } from './memory-io.ts';

interface Written {
  readonly claims?: string;
  readonly agent?: string;
  /** A condition over `agent.claims`. */
  readonly when?: string;
  /** Claims of a second issuer. */
  readonly other?: string;
}

function checked({ claims, agent = 'claims.sub', when = 'true', other }: Written) {
  const issuer = (name: string, types?: string): string =>
    `  - { issuer: "https://${name}.acme.com", audience: "https://mcp.acme.com/mcp", agent: '"${name}:" + ${agent}'${types === undefined ? '' : `, claims: ${types}`} }\n`;
  return check('/gateway/gateway.yaml', {
    io: memoryIo('/gateway', {
      'gateway.yaml': `version: 1
name: acme
listen: { hosts: [mcp.acme.com] }
issuers:
${issuer('login', claims)}${other === undefined ? '' : issuer('ci', other === '' ? undefined : other)}servers: { crm: { url: "https://crm.internal/mcp" } }
access: [{ name: all, allow: crm__*, when: '${when}' }]
`,
    }),
  });
}

const errors = (written: Written): readonly string[] =>
  checked(written)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ message, help }) => `${message}${help === undefined ? '' : ` ${help}`}`);

function issuerOf(claims: string): IssuerPlan {
  const plan: Plan = load(generated(checked({ claims })).plan);
  return plan.issuers![0]!;
}

describe('a claim is of its type', () => {
  it.each<[string, readonly unknown[], readonly unknown[]]>([
    ['string', ['', 'a'], [1, null, true, ['a'], {}]],
    ['int', [0, -1, 2 ** 53 - 1], [1.5, 2 ** 53, '1', null, true, [1]]],
    ['double', [0, 1.5, 2 ** 60], ['1', null, true]],
    ['bool', [true, false], ['true', 1, null]],
    ['dyn', ['a', 1, null, [1], { a: 1 }], []],
    ['[string]', [[], ['a', 'b']], ['a', [1], ['a', 1], [null], [['a']], {}]],
    ['[dyn]', [[], ['a', 1, null]], ['a', {}]],
    [
      '{ roles: [string], id: int }',
      [{}, { roles: [] }, { id: 1, more: 1 }],
      [{ roles: 'a' }, { roles: [1] }, { id: '1' }, [], null, 'a'],
    ],
  ])('%s', (type, good, bad) => {
    const fits = issuerOf(`{ x: ${type} }`).claims!.x!;
    expect(good.filter((value) => !fits(value))).toEqual([]);
    expect(bad.filter((value) => fits(value))).toEqual([]);
  });

  it('those that the standards name are typed without being declared, and may be declared otherwise', () => {
    const { claims } = issuerOf('{ x: string, sub: dyn }');
    expect(Object.keys(claims!)).toEqual(
      expect.arrayContaining(['aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'scope', 'sub', 'x']),
    );
    expect([claims!.sub!(7), claims!.exp!('7'), claims!.aud!(['a'])]).toEqual([true, false, true]);
  });
});

it.each([
  ['{ x: strin }', 'Did you mean `string`?'],
  ['{ x: [strin] }', 'Did you mean `string`?'],
  ['{ x: { y: [int, int] } }', 'at most'],
  ['{ x: 7 }', ''],
])('a type that is none is one mistake: %s', (claims, said) => {
  expect(errors({ claims })).toEqual([expect.stringContaining(said)]);
});

describe('an expression', () => {
  it.each<[string, Written, string]>([
    [
      'may not name a claim that nobody declares',
      { claims: '{ team: string }', agent: 'claims.teem' },
      'Did you mean `team`?',
    ],
    ['may not take a list for a text', { claims: '{ groups: [string] }', agent: 'claims.groups' }, 'list'],
    [
      'in a rule: the same',
      { claims: '{ team: string }', when: 'agent.claims.teem == "a"' },
      'Did you mean `team`?',
    ],
    ['in a rule: of its type', { claims: '{ level: int }', when: 'agent.claims.level == "high"' }, ''],
    ['knows nothing but claims', { agent: 'agent.name' }, 'agent'],
  ])('%s', (_, written, said) => {
    expect(errors(written).join('\n')).toContain(said);
    expect(errors(written)).not.toEqual([]);
  });

  it.each<Written>([
    { agent: 'claims.anything', when: 'agent.claims.whatever == 7' },
    { claims: '{ realm_access: { roles: [string] } }', when: '"a" in agent.claims.realm_access.roles' },
    { claims: '{ realm_access: { roles: [string] } }', when: 'agent.claims.realm_access.other == 7' },
    { claims: '{ level: int }', when: 'has(agent.claims.level) && agent.claims.level >= 2' },
    // Where issuers differ, it is found at run time; so it is where one of them declares nothing.
    { claims: '{ level: int }', other: '{ level: string }', when: 'agent.claims.level == "high"' },
    {
      claims: '{ level: int }',
      other: '{ kind: string }',
      when: 'agent.claims.kind == "x" && agent.claims.level > 1',
    },
    { claims: '{ level: int }', other: '', when: 'agent.claims.nothing == "x"' },
  ])('is fine: %j', (written) => {
    expect(errors(written)).toEqual([]);
  });
});
