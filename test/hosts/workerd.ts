// Starts an emitted Worker in workerd, in a process of its own: what wrangler.toml says, said in workerd's own language.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compatibility } from '../../compiler/recipes/wrangler.ts';
import type { Host } from './hosts.ts';
import { type Run, watch } from './process.ts';

interface Compatibility {
  readonly date: string;
  readonly flags: readonly string[];
}

/** Serves the bundle in `folder`; `env` are its bindings. */
export function startWorker(
  { folder }: { readonly folder: string },
  env: Readonly<Record<string, string>>,
  { command: [program = ''] }: Host,
  fits: Compatibility = compatibility,
): Run {
  const config = join(folder, 'worker.capnp');
  writeFileSync(config, configOf(Object.keys(env), fits));
  // Standard error tells on which port, as a line of JSON.
  const args = ['serve', config, '--control-fd=2', '--socket-addr=http=127.0.0.1:0'];
  return watch(spawn(program, args, { env: { ...env } }), /"listen","socket":"http","port":(\d+)/);
}

function configOf(names: readonly string[], { date, flags }: Compatibility): string {
  const text = (value: string): string => JSON.stringify(value);
  const bindings = names.map((name) => `(name = ${text(name)}, fromEnvironment = ${text(name)})`).join(', ');
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "gateway", worker = .gateway),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "gateway")],
);
const gateway :Workerd.Worker = (
  modules = [(name = "gateway.mjs", esModule = embed "gateway.mjs")],
  compatibilityDate = ${text(date)},
  compatibilityFlags = [${flags.map(text).join(', ')}],
  bindings = [${bindings}],
);
`;
}
