// Where the prebuilt runtime lies: beside the compiler in `dist/`, also when the compiler runs from its TypeScript.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files of `dist/`, by their paths in it, as `runtime/gateway.js`. */
export interface Dist {
  /** Its folder, without links: a bundle names modules by their paths in it. */
  readonly folder: string;
  /** @throws Error that says how to mend the installation */
  read(path: string): string;
  /** Where a file of it is. @throws Error as `read` */
  place(path: string): string;
}

/** This package's own: the same each time, so that what was bundled from it can be told to be of it. */
export function findDist(): Dist {
  own ??= distIn(fileURLToPath(rootFrom(import.meta.url)));
  return own;
}

let own: Dist | undefined;

/** What was built into `folder`. */
export function distIn(folder: string): Dist {
  const real = realpathSync(folder);
  const unreadable = (path: string, cause?: unknown): Error =>
    new Error(`The compiler's own file dist/${path} cannot be read. Install mcpgw again.`, { cause });
  return Object.freeze({
    folder: real,
    read(path: string): string {
      try {
        return readFileSync(join(real, path), 'utf8');
      } catch (error) {
        throw unreadable(path, error);
      }
    },
    place(path: string): string {
      const place = join(real, path);
      if (!existsSync(place)) throw unreadable(path);
      return place;
    },
  });
}

/** Built, this file stands somewhere below `dist/`: by itself, or joined with others. */
function rootFrom(here: string): URL {
  if (here.endsWith('.ts')) return new URL('../../dist/', here);
  return new URL(here.slice(0, here.lastIndexOf('/dist/') + '/dist/'.length));
}
