// The gateway file that `init` writes: short, commented, and nothing in it that is not used.

import { list, map, remark, scalar } from '../source/print.ts';
import type { Child } from './child.ts';
import type { Remote } from './remote.ts';
import type { Taken } from './server.ts';
import type { Late } from './variables.ts';

export interface Drafted {
  readonly name: string;
  /** The one agent to begin with, and the hash of its key. */
  readonly agent: string;
  readonly hash: string;
  readonly servers: readonly Taken[];
}

export function gatewayText({ name, agent, hash, servers }: Drafted): string {
  return `# yaml-language-server: $schema=./node_modules/mcpgw/schemas/gateway.schema.json
# Who may call what, and how much. \`mcpgw check\` finds mistakes, \`mcpgw test\` runs tests.yaml, \`mcpgw compile\` builds.
version: 1
name: ${scalar(name)}

listen:
  port: 8080                          # on 127.0.0.1, unless \`host:\` says otherwise

# ── who calls: only hashes of keys stand here; \`mcpgw key NAME\` makes a key and its hash ──
agents:
  ${agent}:
    roles: [owner]
    keys: ["${hash}"]

# ── what stands behind: a secret is always { env: NAME } or { file: path } ──
servers:
${servers.map(serverText).join('\n')}

# ── what was reviewed of them: \`mcpgw lock\` writes it down; name it here, and Git shows what changes ──
# catalog: { lock: tools.lock.json }

# ── what is allowed: no rule, no call ──
access:
  - name: owner-calls-all
    allow: "*"
    to: { role: owner }
  # For agents that may only read, give them the role \`reader\` and take the # away:
  # - { name: reads, allow: "*", to: { role: reader }, when: tool.annotations.readOnlyHint }

# ── how much ──
limits:
  - { name: per-agent, per: agent, rate: 120/minute, burst: 30 }
`;
}

function serverText({ name, original, transport, include, exclude }: Taken): string {
  const from = original === name || original.trim() === '' ? '' : `  # ${remark(original)}`;
  const tools = map({
    include: include.length === 0 ? undefined : list(include),
    exclude: exclude.length === 0 ? undefined : list(exclude),
  });
  const lines = [
    `  ${scalar(name)}:${from}`,
    ...(transport.kind === 'http' ? remoteLines(transport) : childLines(transport)),
    ...(include.length + exclude.length === 0 ? [] : [`    tools: ${tools}`]),
  ];
  return lines.join('\n');
}

function remoteLines({ url, fields }: Remote): readonly string[] {
  const address = typeof url === 'string' ? scalar(url) : variable(url);
  if (fields.length === 0) return [`    url: ${address}`];
  return [
    `    url: ${address}`,
    '    credentials:',
    '      header:',
    ...fields.map(([field, value]) => `        ${scalar(field)}: ${setting(value)}`),
  ];
}

function variable({ env, hosts, default: fallback }: Exclude<Remote['url'], string>): string {
  return map({
    env: scalar(env),
    hosts: list(hosts),
    default: fallback === undefined ? undefined : scalar(fallback),
  });
}

function childLines({ command, env }: Child): readonly string[] {
  const variables = env.map(([name, value]) => `      ${scalar(name)}: ${setting(value)}`);
  return [`    command: ${list(command)}`, ...(env.length === 0 ? [] : ['    env:', ...variables])];
}

function setting(value: string | Late): string {
  if (typeof value === 'string') return scalar(value);
  const { env, prefix, default: fallback } = value;
  return map({
    env: scalar(env),
    prefix: prefix === undefined ? undefined : scalar(prefix),
    default: fallback === undefined ? undefined : scalar(fallback),
  });
}
