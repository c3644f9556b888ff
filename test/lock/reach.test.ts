// What can be reached over a lock of several servers: by whom, and how much of a model's context it takes.
import { expect, test } from 'vitest';
import { check } from '../../compiler/index.ts';
import { hashOf } from '../hosts/suite/emitted.ts';
import { memoryIo } from '../language/memory-io.ts';
import { lockText, search } from './world.ts';

const named = (name: string, more: object = {}) => ({ ...search(`Does ${name}.`, more), name });
const locked = lockText({
  crm: [named('find'), named('get'), named('purge')],
  pay: [named('charge'), named('refund')],
  docs: [named('read', { description: 'Reads. '.repeat(400) })],
});

/** What is said of a gateway with these rules, each by its name, its message, and the line it stands on. */
function said(access: string, catalog = ''): readonly string[] {
  const yaml = `version: 1
name: acme
agents:
  ann: { roles: [cashier], keys: ["${hashOf('ann')}"] }
  bob: { roles: [reader], keys: ["${hashOf('bob')}"] }
  eve: { roles: [guest], keys: ["${hashOf('eve')}"] }
servers:
  crm: { url: "http://127.0.0.1:9/mcp" }
  pay: { url: "http://127.0.0.1:9/mcp" }
  docs: { url: "http://127.0.0.1:9/mcp" }
catalog: { lock: tools.lock.json${catalog} }
access:
${access}`;
  const files = { 'gateway.yaml': yaml, 'tools.lock.json': locked };
  const { findings } = check('/acme/gateway.yaml', { io: memoryIo('/acme', files) });
  return findings.map(({ rule, message }) => `${rule}: ${message}`);
}

const wide = `  - { name: reads, allow: [crm__find, crm__get], to: { role: [reader, guest] } }
  - { name: pays, allow: "pay__*", to: { role: cashier } }
  - { name: docs, allow: docs__read, to: { role: [cashier, reader] } }
`;

test('tools that nobody can reach', () => {
  expect(said(wide)).toEqual(['catalog/unreachable-tool: Nobody may call “crm__purge”.']);
  const denied = `${wide}  - { name: purges, allow: crm__purge, to: { role: cashier } }
  - { name: none, deny: [pay__refund, crm__purge] }
`;
  expect(said(denied).filter((one) => one.startsWith('catalog/'))).toEqual([
    'catalog/unreachable-tool: Nobody may call “crm__purge”.',
    'catalog/unreachable-tool: Nobody may call “pay__refund”.',
  ]);
});

test('agents that can reach nothing', () => {
  const rules = `${wide.replace('[reader, guest]', 'reader')}  - { name: purges, allow: crm__purge, to: { role: reader } }
`;
  expect(said(rules)).toContain(
    'agents/reaches-nothing: Agent “eve” can call nothing: no rule allows it a tool that no deny takes back.',
  );
});

test('a budget that the view of some agents exceeds', () => {
  const over = said(wide, ', budget: 300 tokens').filter((one) => one.startsWith('lock/over-budget'));
  expect(over).toHaveLength(1);
  expect(over[0]).toMatch(
    /More than 300 tokens of tools: “ann” may see 3 tools of about \d+ and “bob” may see 3 tools/,
  );
  expect(over[0]).not.toContain('eve');
  expect(said(wide, ', budget: 2000 tokens').filter((one) => one.startsWith('lock/'))).toEqual([]);
});

test('a name that no server has, with the nearest', () => {
  expect(said(`${wide}  - { name: more, allow: crm__fnd, to: { role: guest } }\n`)).toContain(
    'access/unmatched-pattern: “crm__fnd” matches no tool that a server can offer.',
  );
});
