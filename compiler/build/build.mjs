// `npm run build`: schemas to validators and types, TypeScript to dist/, vendored packages, the program. Does only what is stale.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, root, write } from './files.mjs';
import { collectLicences } from './licences.mjs';
import { buildProgram } from './program.mjs';
import { generateSchemas } from './schemas.mjs';
import { buildVendor } from './vendor.mjs';

const dist = join(root, 'dist');

/** Compiles compiler and runtime into dist/. Returns the exit status of tsc, which emits even when it finds errors. */
function compileTypeScript() {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['-p', join(root, 'tsconfig.build.json')];
  // Without outputs, the record of the last build would make tsc emit nothing.
  if (!existsSync(join(dist, 'compiler'))) rmSync(join(dist, '.tsbuildinfo'), { force: true });
  return spawnSync(process.execPath, [tsc, ...options], { cwd: root, stdio: 'inherit' }).status ?? 1;
}

/** The generated validators are JavaScript already. */
function copyValidators() {
  const from = join(root, 'compiler', 'schema', 'generated');
  const to = join(dist, 'compiler', 'schema', 'generated');
  mkdirSync(to, { recursive: true });
  for (const file of filesBelow(from).filter((path) => /\.m[jt]s$/.test(path))) {
    copyFileSync(join(from, file), join(to, file));
  }
}

/** Tells the bundler that no module of the runtime does anything unless it is used: what a gateway does not need falls away. */
function describeRuntime() {
  write(join(dist, 'runtime/package.json'), '{ "type": "module", "sideEffects": false }\n');
}

/** Removes what is left of sources that are gone. */
function sweep() {
  for (const room of ['compiler', 'runtime']) {
    for (const file of filesBelow(join(dist, room)).filter((path) => path !== 'package.json')) {
      const source = join(root, room, file.replace(/(\.d)?\.(js|ts)$/, '.ts'));
      if (!existsSync(source) && !existsSync(join(root, room, file))) rmSync(join(dist, room, file));
    }
  }
}

await generateSchemas();
const status = compileTypeScript();
copyValidators();
sweep();
describeRuntime();
await buildVendor();
await buildProgram();
collectLicences();
process.exitCode = status;
