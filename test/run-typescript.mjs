// Runs a TypeScript program on a Node that does not strip types: bundles it in memory first.
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** @param url of the program's main module */
export async function runTypeScript(url) {
  const built = buildSync({
    entryPoints: [fileURLToPath(url)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  const [{ text }] = built.outputFiles;
  await import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}
