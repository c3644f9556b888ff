// What only an expression names is used, wherever the expression stands.
import { expect, test } from 'vitest';
import { check } from '../../compiler/index.ts';
import { memoryIo } from './memory-io.ts';

const gateway = (part: string, expression: string): string => `version: 1
name: acme
agents:
  bot: { roles: [reader], keys: ["sha256:${'1'.repeat(64)}"] }
  ci: { roles: [reader, builder], keys: ["sha256:${'2'.repeat(64)}"] }
servers:
  a: { urls: ["https://a.internal/mcp", "https://b.internal/mcp"], balance: ${part === 'balance' ? `'hash(${expression} ? "a" : "b")'` : 'round-robin'} }
  b: { url: "https://c.internal/mcp" }
catalog: { add: { find: { to: { failover: any } } } }
failover:
  any:
    chain: [{ server: a, tool: find }, { server: b, tool: find${part === 'args' ? `, args: '{"all": ${expression}}'` : ''} }]
    on: [unreachable${part === 'on' ? `, '${expression}'` : ''}]
    safe: true
routes: [{ tools: a__*, ${part === 'routes' ? `when: '${expression}', ` : ''}to: { failover: any } }]
access: [{ name: all, allow: [a__*, b__*, find], to: { role: reader }${part === 'access' ? `, when: '${expression}'` : ''} }]
limits: [{ name: all, per: ${part === 'limits' ? `'${expression} ? "a" : "b"'` : 'agent'}, rate: 5/minute }]
`;

const rules = (text: string): readonly string[] =>
  check('/gateway/gateway.yaml', { io: memoryIo('/gateway', { 'gateway.yaml': text }) }).findings.map(
    ({ rule }) => rule,
  );

test.each(['access', 'routes', 'limits', 'on', 'args', 'balance'])('a role in %s', (part) => {
  expect(rules(gateway(part, '"builder" in agent.roles'))).toEqual([]);
  expect(rules(gateway(part, 'agent.name == "ci"'))).toEqual(['agents/unused-role']);
});
