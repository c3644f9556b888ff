// The gateway files of the suite: small, over whatever backends a test has started.
import { fileURLToPath } from 'node:url';
import { type Host, NODE } from '../hosts.ts';
import { hashOf } from './emitted.ts';

/** A gateway of two agents and the given `servers` block (indented by two); more keys may follow. */
export function gatewayOf(servers: string, more = '', { worker }: Host = NODE): string {
  return `version: 1
name: suite
hosts: [${worker ? 'workers' : 'node>=20.19'}]
agents:
  reader: { team: support, roles: [reader], keys: ["${hashOf('reader')}"] }
  writer: { team: platform, roles: [reader, writer], keys: ["${hashOf('writer')}"] }
teams: { support: {}, platform: {} }
servers:
${servers}
access:
  - { name: writers, allow: "*", to: { role: writer } }
  - { name: readers, allow: "*", to: { role: reader }, when: 'tool.name.endsWith("__echo")' }
  - { name: no-secrets, deny: "*__echo", when: 'has(args.text) && args.text.contains("secret")', message: No secrets here. }
${more}`;
}

const backend = fileURLToPath(new URL('../../backends/run.mjs', import.meta.url));

/** The command of a scripted stdio backend. */
export function stdioCommand(options: object): string {
  return JSON.stringify([process.execPath, backend, 'stdio', JSON.stringify(options)]);
}
