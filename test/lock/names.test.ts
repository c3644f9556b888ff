// Names that the lock makes known: what could not be called fails the compile, before any server is asked.
import { expect, test } from 'vitest';
import { check } from '../../compiler/index.ts';
import { hashOf } from '../hosts/suite/emitted.ts';
import { memoryIo } from '../language/memory-io.ts';
import { lockText } from './world.ts';

const named = (name: string) => ({ name, inputSchema: { type: 'object' } });

function findings(catalog: string, servers: Parameters<typeof lockText>[0]): readonly string[] {
  const yaml = `version: 1
name: acme
agents: { bot: { keys: ["${hashOf('bot')}"] } }
servers: { crm: { url: "https://crm.example/mcp" }, hr: { url: "https://hr.example/mcp" } }
catalog: { lock: tools.lock.json, ${catalog} }
access: [{ name: all, allow: "*" }]
`;
  const io = memoryIo('/gateway', { 'gateway.yaml': yaml, 'tools.lock.json': lockText(servers) });
  return check('/gateway/gateway.yaml', { io })
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ rule, message }) => `${rule}: ${message}`);
}

test('two tools of one name', () => {
  const both = { crm: [named('search'), named('get')], hr: [named('search')] };
  expect(findings('name: "{tool}"', both)).toEqual([
    'catalog/duplicate-tool: Servers “crm” and “hr” both have a tool “search”.',
  ]);
  expect(findings('onDrift: hide', both)).toEqual([]);
});

test('a name over 64 characters', () => {
  const [fits, long] = ['a'.repeat(59), 'b'.repeat(60)];
  expect(findings('onDrift: hide', { crm: [named(fits), named(long)], hr: [] })).toEqual([
    `catalog/name-length: “crm__${long}” of server “crm” has 65 characters or more.`,
  ]);
});
