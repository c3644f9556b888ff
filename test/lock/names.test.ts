// Names that the lock makes known: what could not be called fails the compile, before any server is asked.
import { expect, test } from 'vitest';
import { check } from '../../compiler/index.ts';
import { hashOf } from '../hosts/suite/emitted.ts';
import { memoryIo } from '../language/memory-io.ts';
import { lockText } from './world.ts';

const named = (name: string) => ({ name, inputSchema: { type: 'object' } });

function findings(catalog: string, servers: Parameters<typeof lockText>[0], crm = ''): readonly string[] {
  const yaml = `version: 1
name: acme
agents: { bot: { keys: ["${hashOf('bot')}"] } }
servers: { crm: { url: "https://crm.example/mcp"${crm} }, hr: { url: "https://hr.example/mcp" } }
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

test('the same where changes are let through: what is locked is known all the same', () => {
  const long = 'b'.repeat(60);
  const both = { crm: [named('search'), named(long)], hr: [named('search')] };
  expect(findings('name: "{tool}", onDrift: allow', both)).toEqual([
    'catalog/duplicate-tool: Servers “crm” and “hr” both have a tool “search”.',
  ]);
  expect(findings('onDrift: allow', both)).toEqual([
    `catalog/name-length: “crm__${long}” of server “crm” has 65 characters or more.`,
  ]);
});

test('a tool that is renamed onto another one of its server', () => {
  const tools = { crm: [named('search'), named('find')], hr: [] };
  const clash = (server: string) => findings('onDrift: hide', tools, server);
  expect(clash(', tools: { rename: { search: find } }')).toEqual([
    'catalog/duplicate-tool: “find” and “search” of server “crm” would both be called “crm__find”.',
  ]);
  // Where the file names both it is said once.
  expect(clash(', tools: { include: [search, find], rename: { search: find } }')).toEqual([
    'servers/rename-clash: “find” and “search” of server “crm” would both be called “find”.',
  ]);
  expect(clash(', tools: { rename: { search: find, find: seek } }')).toEqual([]);
});

test('a name over 64 characters', () => {
  const [fits, long] = ['a'.repeat(59), 'b'.repeat(60)];
  expect(findings('onDrift: hide', { crm: [named(fits), named(long)], hr: [] })).toEqual([
    `catalog/name-length: “crm__${long}” of server “crm” has 65 characters or more.`,
  ]);
});
