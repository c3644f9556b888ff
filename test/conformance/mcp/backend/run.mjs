// Runs main.ts on a Node that does not strip types: bundles it in memory first.
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const built = buildSync({
  entryPoints: [fileURLToPath(new URL('./main.ts', import.meta.url))],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  logLevel: 'error',
});
await import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].text).toString('base64')}`);
