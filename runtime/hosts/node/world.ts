// The world that a bundle's gateways get from this process.
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Environment } from '../../contract/environment.ts';
import type { Shared } from '../../contract/shared.ts';
import { bundlePath } from './bundle-path.ts';
import { nodeEnvironment } from './environment.ts';
import type { Program } from './program.ts';
import type { LineSink } from './sink.ts';

/**
 * An environment for a gateway of `bundle`: its own client, everything else is the process's.
 *
 * @param shared what outlives the gateway, where another one may follow it or stand beside it
 */
export function worldOf({ parts }: Program, { add }: LineSink, shared?: Shared): Environment {
  const { http, spawn = absent } = parts;
  // Asked for each time: a link on the way may lead elsewhere by now.
  const folder = dirname(realpathSync(bundlePath()));
  const client = http?.() ?? { request: absent, close: async () => {} };
  const world = { folder, http: client, spawn, sink: add, log };
  return nodeEnvironment(shared === undefined ? world : { ...world, shared });
}

/** Stands in for a client that no server of the bundle needs. */
function absent(): never {
  throw new Error('This bundle has no such client.');
}

/** A line for the operator. A module that was loaded from its text is named by all of it: that is left out. */
export function log(line: string): void {
  const short = line.includes('data:text/javascript') ? line.replace(MODULE, 'gateway.mjs') : line;
  process.stderr.write(`${short}\n`);
}

const MODULE = /(file:\/\/\/)?data:text\/javascript;base64,[\w+/=.]+/g;
