// Runs a TypeScript program on a Node that does not strip types: bundles it first, and keeps the bundle in node_modules/.cache until
// a file in it changes. Tests start the same servers hundreds of times.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules/.cache/mcpgw-tests');

/** @param url of the program's main module */
export async function runTypeScript(url) {
  const file = fileURLToPath(url);
  const bundle = join(cache, `${createHash('sha256').update(file).digest('hex')}.mjs`);
  if (!isFresh(bundle)) await build(file, bundle);
  await import(pathToFileURL(bundle).href);
}

/** What tells that a file is as it was when it was bundled. */
function stateOf(path) {
  const { mtimeMs, size } = statSync(join(root, path));
  return [path, mtimeMs, size];
}

/** The first line of a bundle lists the states of all that is in it. */
function isFresh(bundle) {
  try {
    const [list] = readFileSync(bundle, 'utf8').split('\n', 1);
    const states = JSON.parse(list.slice(2));
    return states.every((state) => String(state) === String(stateOf(state[0])));
  } catch {
    return false;
  }
}

async function build(file, bundle) {
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    entryPoints: [file],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  const list = JSON.stringify(Object.keys(metafile.inputs).map(stateOf));
  mkdirSync(cache, { recursive: true });
  // Whole or not at all: others start the same program meanwhile.
  const temporary = `${bundle}.${process.pid}`;
  writeFileSync(temporary, `//${list}\n${outputFiles[0].text}`);
  renameSync(temporary, bundle);
}
