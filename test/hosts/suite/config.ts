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

/** Servers whose addresses the environment gives: one bundle serves wherever they stand. `more` stands in each. */
export function webServers(names: readonly string[], more = ''): string {
  return names
    .map((name) => `  ${name}: { url: { env: ${addressOf(name)}, hosts: [127.0.0.1] }${more} }\n`)
    .join('');
}

/** Where they stand, as the environment says it. */
export function addressesOf(backends: Readonly<Record<string, { readonly url: string }>>) {
  return Object.fromEntries(Object.entries(backends).map(([name, { url }]) => [addressOf(name), url]));
}

const addressOf = (name: string): string => `${name.toUpperCase().replaceAll('-', '_')}_URL`;

const backend = fileURLToPath(new URL('../../backends/run.mjs', import.meta.url));

/** The command of a scripted stdio backend. */
export function stdioCommand(options: object): string {
  return JSON.stringify([process.execPath, backend, 'stdio', JSON.stringify(options)]);
}
