// Loads the bytes that ship, as Node would: from a file, in a folder of their own that is removed again.
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bundle } from '../../../runtime/contract/gateway.ts';
import type { BundleFile } from '../../bundle/index.ts';

/** Imports an emitted bundle, as `loadModule`. */
export function loadBundle(files: readonly BundleFile[]): Promise<Bundle> {
  return loadModule<Bundle>(files);
}

/** What was loaded, by the hash of its text. */
const loaded = new Map<string, Promise<unknown>>();

/**
 * Imports an emitted file, once: a module stays loaded as long as the process lives, and keeps nothing of its gateways.
 *
 * @param files the emitted file first, then what lies beside it
 */
export function loadModule<Module>(files: readonly BundleFile[]): Promise<Module> {
  const hash = createHash('sha256').update(files[0]!.text).digest('base64');
  const module = loaded.get(hash) ?? load(files);
  loaded.set(hash, module);
  module.catch(() => loaded.delete(hash));
  return module as Promise<Module>;
}

async function load(files: readonly BundleFile[]): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'mcpgw-test-'));
  try {
    const paths = files.map(({ name }) => join(folder, name));
    await Promise.all(files.map(({ text }, index) => writeFile(paths[index]!, text)));
    return await import(pathToFileURL(paths[0]!).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
