// The test file that `init` writes: what is true of the first gateway, to be replaced by what should be.

import { list, map, scalar } from '../source/print.ts';
import type { Drafted } from './gateway.ts';
import { covers } from './server.ts';

export function testsText({ name, agent, servers }: Drafted): string {
  const offered = servers.map((server) => ({ name: server.name, tools: toolsOf(server) }));
  const catalog = offered.flatMap((server) => server.tools.map((tool) => `${server.name}__${tool}`));
  return `# yaml-language-server: $schema=./node_modules/mcpgw/schemas/tests.schema.json
# What must be true of gateway.yaml, asked of the very bytes that will run: \`mcpgw test\`.
suite: ${scalar(name)}

# Tools that the servers offer here. Put their real ones in place of these.
backends:
${offered.map((server) => `  ${scalar(server.name)}: ${backend(server.tools)}`).join('\n')}

tests:
  - name: what the owner sees
    list: { as: ${agent} }
    exactly: ${list(catalog)}
${catalog[0] === undefined ? '' : calls(agent, catalog)}`;
}

function calls(agent: string, [first = '', ...more]: readonly string[]): string {
  return `  - name: nothing without a key
    matrix: { as: anonymous, call: ${list([first, ...more])} }
    otherwise: unauthenticated
  - name: thirty at once, then two a second
    steps:
      - { repeat: 30, as: ${agent}, call: ${scalar(first)}, expect: { decision: allow, rule: owner-calls-all } }
      - { as: ${agent}, call: ${scalar(first)}, expect: { decision: limited, limit: per-agent, retryAfter: 500ms } }
      - { advance: 1s }
      - { repeat: 2, as: ${agent}, call: ${scalar(first)}, expect: { decision: allow } }
`;
}

const readOnly = '{ annotations: { readOnlyHint: true } }';

function backend(tools: readonly string[]): string {
  if (tools.length === 0) return '{}';
  return map(Object.fromEntries(tools.map((tool) => [tool, tool.startsWith('read') ? readOnly : '{}'])));
}

/** Names that the server's own `tools` let through. */
function toolsOf({ include, exclude }: Drafted['servers'][number]): readonly string[] {
  const named = include.map((pattern) => pattern.replaceAll('*', 'example')).slice(0, 2);
  const tools = include.length === 0 ? ['read_example', 'write_example'] : named;
  return [...new Set(tools)].filter((tool) => !exclude.some((pattern) => covers(pattern, tool)));
}
