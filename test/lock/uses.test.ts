// What becomes of a call that leaves out what an expression reads: it is another thing in each place.
import { expect, test } from 'vitest';
import { check } from '../../compiler/index.ts';
import { hashOf } from '../hosts/suite/emitted.ts';
import { memoryIo } from '../language/memory-io.ts';
import { lockText } from './world.ts';

const find = { name: 'find', inputSchema: { type: 'object', properties: { limit: { type: 'string' } } } };

test.each([
  ['access: [{ name: a, allow: db__find, when: args.limit == "1" }]', 'and the rule does not match'],
  [
    'access: [{ name: a, allow: db__find }, { name: b, deny: db__find, when: args.limit == "1" }]',
    'and the rule denies',
  ],
  [
    'access: [{ name: a, allow: db__find }]\nroutes: [{ tools: db__find, when: args.limit == "1", to: db-eu }]',
    'and the route is passed by',
  ],
  [
    'access: [{ name: a, allow: db__find }]\nlimits: [{ name: l, tools: db__find, per: args.limit, rate: 1/hour }]',
    'and it is refused',
  ],
])('%s', (rules, because) => {
  const yaml = `version: 1
name: acme
agents: { ann: { keys: ["${hashOf('ann')}"] } }
servers: { db: { url: "http://127.0.0.1:9/mcp" }, db-eu: { url: "http://127.0.0.1:9/mcp" } }
catalog: { lock: tools.lock.json }
${rules}
`;
  const files = { 'gateway.yaml': yaml, 'tools.lock.json': lockText({ db: [find], 'db-eu': [find] }) };
  const { findings } = check('/acme/gateway.yaml', { io: memoryIo('/acme', files) });
  const about = findings.find(({ rule }) => rule === 'cel/optional-property');
  expect(about?.why).toContain(because);
});
