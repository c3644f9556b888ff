// The program `mcpgw` in few files: a module of its own for each of hundreds is half of what a short run takes.
import { chmodSync, copyFileSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root, write } from './files.mjs';

const dist = join(root, 'dist');
const program = join(dist, 'program');

/** What is started, a process or a thread, by the name that it has in `dist/program/`. */
const entries = {
  main: join(dist, 'compiler/cli/main.js'),
  'parallel-worker': join(dist, 'compiler/testing/parallel/worker.js'),
  'mutation-worker': join(dist, 'compiler/testing/mutation/worker.js'),
};

/** Packages are loaded where they are needed, and only then; what every command needs is joined: it is eighty modules. */
const packagesOutside = {
  name: 'packages',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === 'entry-point') return undefined;
      return path === 'yaml'
        ? { path: join(root, 'node_modules/yaml/browser/index.js') }
        : { path, external: true };
    });
  },
};

/** Joins what `dist/compiler/` holds to `dist/program/`; what is loaded for one command stays apart from the others. */
export async function buildProgram() {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: Object.entries(entries).map(([out, file]) => ({ in: file, out })),
    outdir: program,
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    format: 'esm',
    plugins: [packagesOutside],
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    write: false,
  });
  // What is started comes last: it names the others.
  const inOrder = outputFiles.toSorted((a, b) => Number(isEntry(a.path)) - Number(isEntry(b.path)));
  for (const { path, text } of inOrder) write(path, text);
  // npm makes it so when it installs, and `npx mcpgw` in a clone runs what is built since.
  chmodSync(join(program, 'main.js'), 0o755);
  copyFileSync(join(root, 'node_modules/yaml/LICENSE'), join(program, 'yaml.LICENSE'));
  const made = new Set(outputFiles.map(({ path }) => basename(path)));
  for (const file of readdirSync(program)) {
    if (!made.has(file) && !/\.(tmp|LICENSE)$/.test(file)) rmSync(join(program, file), { force: true });
  }
}

const isEntry = (path) => Object.hasOwn(entries, basename(path, '.js'));
