// Where the bundle may run.

import type { Host } from '../values.ts';
import type { Word } from '../words.ts';

export interface HostModel extends Host, Word {
  /** In the file; else it is a default, or the target of the command line. */
  readonly written: boolean;
}

/** In the order of the file; the default where it names none. */
export type HostsModel = readonly HostModel[];

/** Streams can stay open: Workers have nothing between requests. */
export function staysOpen(hosts: HostsModel): boolean {
  return hosts.some(({ kind }) => kind !== 'workers');
}
