// The world as Node gives it: clock, random bytes, digests, files beside the bundle, standard output for the audit.
import { hash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Clock, Environment, HttpClient, Spawn } from '../../contract/environment.ts';
import type { Shared } from '../../contract/shared.ts';

/** What an environment is made of beside the process itself. */
export interface NodeWorld {
  /** Folder that relative paths start from: the bundle's. */
  readonly folder: string;
  readonly http: HttpClient;
  readonly spawn: Spawn;
  readonly shared?: Shared;
  /** Takes one audit record. */
  readonly sink: (line: string) => void;
  /** Takes one line for the operator. */
  readonly log: (line: string) => void;
}

/** The environment of a gateway on Node. */
export function nodeEnvironment({ folder, ...given }: NodeWorld): Environment {
  return {
    ...given,
    env: (name) => process.env[name],
    readFile: (path) => readFileSync(resolve(folder, path), 'utf8'),
    clock: nodeClock,
    random: (count) => randomBytes(count),
    digest: (text) => hash('sha256', text, 'hex'),
  };
}

const nodeClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, fire) {
    const timer = setTimeout(fire, ms).unref();
    return () => clearTimeout(timer);
  },
};
