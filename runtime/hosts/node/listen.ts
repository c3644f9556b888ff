// Where a gateway listens, and why it cannot.
import type { Front } from '../../contract/http.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Options } from './options.ts';
import type { HostParts } from './program.ts';
import type { Listen, Serving } from './serve.ts';
import { log } from './world.ts';

/** The address is not to be had; the message says why, and what to do. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

/** Where a plan listens, unless the command line says otherwise. */
export function listenOf({ listen }: Plan, { host = listen.host, port = listen.port }: Options): Listen {
  return { host, port };
}

export function addressOf({ host, port }: Listen): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** What these errors mean; each host has its own words for them, or none. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'address not available',
};

/** @throws CannotListen */
export async function listenAt({ serve }: HostParts, front: Front, where: Listen): Promise<Serving> {
  try {
    return await serve(front, where, log);
  } catch (error) {
    const { code = '', syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    const reason = REASONS[code] ?? code;
    throw new CannotListen(
      `Cannot listen on ${addressOf(where)}: ${reason}. Choose another address with --port or --host.`,
    );
  }
}

/** Says where it listens; `more` stands beside the policy's hash. */
export function announce({ name, policy, listen }: Plan, address: Listen, more = ''): void {
  const url = `http://${addressOf(address)}${listen.path}`;
  log(`${name} listens on ${url} (policy ${policy.hash.slice(0, 12)}${more})`);
}
