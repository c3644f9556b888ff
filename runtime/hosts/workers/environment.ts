// The world as a Worker has it: bindings for variables and secrets, the console for audit and log, no files, no processes.
import { hash } from 'node:crypto';
import type { Clock, Environment, HttpClient } from '../../contract/environment.ts';

/** Variables and secrets are texts; other bindings are of no use here. */
export type Bindings = Readonly<Record<string, unknown>>;

/** The environment of a gateway in a Worker. Bindings are the same for every request of a deployment. */
export function workerEnvironment(
  bindings: Bindings,
  clock: Clock,
  http: HttpClient | undefined,
): Environment {
  return {
    env: variables(bindings),
    readFile: absent,
    clock,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    digest: (text) => hash('sha256', text, 'hex'),
    http: http ?? { request: absent, close: async () => {} },
    spawn: absent,
    // One record is one line; what collects a Worker's console takes it from there.
    sink: (line) => console.log(line),
    log,
  };
}

/** Reads variables and secrets. */
export function variables(bindings: Bindings): Environment['env'] {
  return (name) => {
    const value = Object.hasOwn(bindings, name) ? bindings[name] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
}

/** Takes a line for the operator. */
export function log(line: string): void {
  console.error(line);
}

/** Stands in for what a Worker does not have; the compiler refuses what would need it. */
function absent(): never {
  throw new Error('A Worker has no such thing.');
}
