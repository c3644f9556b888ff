// A bundle from its text, in a process that runs another one.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Program } from '../node/program.ts';

/** A bundle that is not taken, and why; fit for the operator. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
}

/** Why something failed, without a stack. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export type Loader = (text: string) => Promise<Program>;

/** Loads what the file at `path` was read to hold. A text that was loaded before costs nothing again. */
export function createLoader(path: string): Loader {
  const known = new Map<string, Program>();
  let loads = 0;
  return async (text) => {
    const hash = createHash('sha256').update(text).digest('hex');
    const bundle = known.get(hash) ?? whole(await load(nameOf(path, text, ++loads), path, text));
    known.set(hash, bundle);
    return bundle;
  };
}

/** What to import: the file under a name that no module had yet. Bun knows a file by its path, and gets the text. */
function nameOf(path: string, text: string, count: number): string {
  return 'Bun' in globalThis
    ? `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`
    : `${pathToFileURL(path)}?${count}`;
}

/** @throws Unfit */
async function load(name: string, path: string, text: string): Promise<Partial<Program>> {
  const module = await import(name).catch((error) => {
    throw new Unfit(`it cannot be loaded: ${reasonOf(error)}`);
  });
  if (readFileSync(path, 'utf8') !== text) throw new Unfit('it changed while it was loaded');
  return module;
}

/** @throws Unfit */
function whole({ policy, parts, createGateway }: Partial<Program>): Program {
  if (policy && parts && createGateway) return { policy, parts, createGateway };
  throw new Unfit('it is no gateway that mcpgw compiled, or not all of it');
}
