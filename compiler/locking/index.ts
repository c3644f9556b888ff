// The lock of a gateway: taken anew from its servers. Comparing it with the one in Git comes before anything is written.
import { dirname, join, resolve } from 'node:path';
import type { Finding } from '../diagnostics/finding.ts';
import type { SourceText } from '../diagnostics/position.ts';
import { type Change, compareLocks } from '../lock/compare/index.ts';
import { printLock, readLock } from '../lock/file.ts';
import type { LockFile } from '../lock/model.ts';
import { takeLock } from '../lock/take.ts';
import { type CheckOptions, compileLister } from '../pipeline.ts';
import { diskIo } from '../source/io.ts';
import { list, type ServerListing } from './list.ts';

export { printChanges } from './print.ts';

/** Where the lock stands unless `catalog.lock` says otherwise. */
const defaultPath = 'tools.lock.json';

export interface LockOptions extends Pick<CheckOptions, 'io' | 'overlays'> {
  /** Takes what servers and the client say on the way, line by line. */
  readonly log?: (line: string) => void;
}

/** What the servers offer now, beside what Git has. */
export interface Locked {
  /** What is wrong with the gateway file; with an error, nothing was asked. */
  readonly findings: readonly Finding[];
  readonly sources: readonly SourceText[];
  /** The lock's file. */
  readonly path: string;
  /** `catalog.lock` names it. */
  readonly named: boolean;
  /** The lock as it is in Git; null where there is none that can be read. */
  readonly before: LockFile | null;
  /** Why one that is there cannot be read, as the end of a sentence that begins with its name; null where it can, or is not. */
  readonly unfit: string | null;
  /** The lock as it would be now; null where nothing was asked. */
  readonly now: LockFile | null;
  /** Its text. */
  readonly text: string;
  /** What is not as `before` has it; all of it is new where there is none. */
  readonly changes: readonly Change[];
  /** Servers that could not be listed, and why: of them, `now` has what `before` has. */
  readonly failures: readonly { readonly server: string; readonly reason: string }[];
  /** What servers offer and the gateway does not take, and why. */
  readonly rejected: readonly {
    readonly server: string;
    readonly kind: string;
    readonly name: string;
    readonly reason: string;
  }[];
}

/** Asks every server of a gateway what it offers. Writes nothing. Throws only where this package itself is broken. */
export async function lockGateway(file: string, options: LockOptions = {}): Promise<Locked> {
  const { bundle, findings, sources, lock } = await compileLister(file, options);
  const path = join(dirname(file), lock ?? defaultPath);
  const { before, unfit } = readBefore(path, options);
  const told = { findings, sources, path, named: lock !== null, before, unfit };
  if (bundle === null) return { ...told, now: null, text: '', changes: [], failures: [], rejected: [] };
  const listings = await list(bundle, resolve(dirname(file)), options.log ?? (() => undefined));
  const now = takeLock(listings, before);
  const changes = compareLocks(before ?? { version: 1, servers: {} }, now);
  return { ...told, now, text: printLock(now), changes, ...saidOf(listings) };
}

function readBefore(path: string, { io = diskIo }: LockOptions): Pick<Locked, 'before' | 'unfit'> {
  let text: string;
  try {
    text = new TextDecoder().decode(io.readFile(resolve(path)));
  } catch {
    return { before: null, unfit: null };
  }
  const read = readLock(text);
  return 'lock' in read ? { before: read.lock, unfit: null } : { before: null, unfit: read.wrong };
}

function saidOf(listings: readonly ServerListing[]): Pick<Locked, 'failures' | 'rejected'> {
  return {
    failures: listings.flatMap(({ server, failure }) =>
      failure === null ? [] : [{ server, reason: failure }],
    ),
    rejected: listings.flatMap(({ server, rejected }) => rejected.map((one) => ({ server, ...one }))),
  };
}
