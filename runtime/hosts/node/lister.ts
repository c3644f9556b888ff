// Runs a lister as a program: one JSON value on standard output, words for the operator on standard error.
import type { Environment, HttpClient, Spawn } from '../../contract/environment.ts';
import { nodeEnvironment } from './environment.ts';

/** Prints what `list` gives, and ends the process: children of servers may hold it. */
export async function lister(
  list: (environment: Environment) => Promise<unknown>,
  { http, spawn = absent }: { readonly http?: () => HttpClient; readonly spawn?: Spawn },
): Promise<void> {
  // Timers of the environment keep no process alive.
  const alive = setInterval(() => {}, 1000);
  const client = http?.() ?? { request: absent, close: async () => {} };
  const environment = nodeEnvironment({
    folder: process.cwd(),
    http: client,
    spawn,
    sink: () => {},
    log: (line) => void process.stderr.write(`${line}\n`),
  });
  const found = await list(environment);
  clearInterval(alive);
  await client.close();
  process.stdout.write(JSON.stringify(found), () => process.exit(0));
}

/** Stands in for a client that no server needs. */
function absent(): never {
  throw new Error('No server has such a transport.');
}
