// The world that a bundle's gateways get from this process, and what of it all of them use.
import { randomBytes } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Environment } from '../../contract/environment.ts';
import type { Shared } from '../../contract/shared.ts';
import { newSessions } from '../../front/sessions.ts';
import { createKeeper } from '../live/keeper.ts';
import { withoutModules } from '../live/load.ts';
import { bundlePath } from './bundle-path.ts';
import { nodeEnvironment } from './environment.ts';
import type { Program } from './program.ts';
import type { LineSink } from './sink.ts';

/** An environment for a gateway of `bundle`: its own client, everything else is the process's. */
export function worldOf({ parts }: Program, shared: Shared, { add }: LineSink): Environment {
  const { http, spawn = absent } = parts;
  // Asked for each time: a link on the way may lead elsewhere by now.
  const folder = dirname(realpathSync(bundlePath()));
  const client = http?.() ?? { request: absent, close: async () => {} };
  return nodeEnvironment({ folder, http: client, spawn, shared, sink: add, log });
}

/** What the gateways of one process share where there are no others. */
export function processShared(): Omit<Shared, 'store'> {
  return { sessions: newSessions(randomBytes), keep: createKeeper(), readiness: (own) => own };
}

/** Stands in for a client that no server of the bundle needs. */
function absent(): never {
  throw new Error('This bundle has no such client.');
}

/** A line for the operator. */
export function log(line: string): void {
  process.stderr.write(`${withoutModules(line)}\n`);
}
