// Where the prebuilt runtime lies: beside the compiler in `dist/`, also when the compiler runs from its TypeScript.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Reads a file of `dist/` by its path in it, as `runtime/gateway.js`. */
export interface Dist {
  /** @throws Error that says how to mend the installation */
  read(path: string): string;
}

/** This package's own: the same each time, so that what was bundled from it can be told to be of it. */
export const findDist = (): Dist => own;

const own: Dist = Object.freeze({
  read(path: string): string {
    try {
      return readFileSync(fileURLToPath(new URL(path, rootFrom(import.meta.url))), 'utf8');
    } catch (error) {
      throw new Error(`The compiler's own file dist/${path} cannot be read. Install mcpgw again.`, {
        cause: error,
      });
    }
  },
});

/** Built, this file stands somewhere below `dist/`: by itself, or joined with others. */
function rootFrom(here: string): URL {
  if (here.endsWith('.ts')) return new URL('../../dist/', here);
  return new URL(here.slice(0, here.lastIndexOf('/dist/') + '/dist/'.length));
}
