// An unknown key does not hide what else is wrong.
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
