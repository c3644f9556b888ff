// Prebuilds what an emitted bundle takes from npm, as one ESM file each, so that compiling needs no node_modules.

import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { hashOf, isFresh, root, write } from './files.mjs';

const vendor = join(root, 'dist', 'vendor');

/** Builds `dist/vendor/` if a package or this file changed. */
export async function buildVendor() {
  const known = packages.map((one) => ({ ...one, ...about(one.name), out: join(vendor, one.file) }));
  const hash = hashOf([
    ...known.map(({ version }) => version),
    readFileSync(new URL(import.meta.url), 'utf8'),
  ]);
  const stamp = join(vendor, '.stamp');
  const outs = known.map(({ out }) => out);
  if (isFresh(stamp, hash, outs)) return;
  for (const { name, version, licence, out, contents, types } of known) {
    write(out, await bundled(contents, `/*! ${name} ${version}\n${licence.replaceAll('*/', '* /')}\n*/`));
    write(out.replace(/\.mjs$/, '.d.mts'), types);
  }
  write(stamp, hash);
}

/** What of which package a bundle may hold. */
const packages = [
  {
    name: 'undici',
    file: 'undici-pool.mjs',
    contents: `export { default } from 'undici/lib/dispatcher/pool.js';`,
    types: `// undici's connection pool, prebuilt.
import type { Pool } from 'undici';
declare const pool: typeof Pool;
export default pool;
`,
  },
  {
    name: 'jose',
    file: 'jose.mjs',
    contents: `export { createLocalJWKSet, decodeJwt, errors, jwtVerify } from 'jose';`,
    types: `// What checks signed tokens, prebuilt.
export { createLocalJWKSet, decodeJwt, errors, jwtVerify } from 'jose';
`,
  },
];

function about(name) {
  const folder = join(root, 'node_modules', name);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((one) => /^licen[cs]e(\.md)?$/i.test(one));
  return { version, licence: readFileSync(join(folder, file), 'utf8').trim() };
}

async function bundled(contents, licence) {
  const { build } = await import('esbuild');
  const result = await build({
    stdin: {
      contents,
      resolveDir: root,
      sourcefile: 'vendor.mjs',
    },
    absWorkingDir: root,
    banner: { js: licence },
    bundle: true,
    format: 'esm',
    legalComments: 'inline',
    logLevel: 'error',
    platform: 'node',
    plugins: [unreached, builtinImports],
    // Its comments name modules by path: the same ones wherever node_modules really is.
    preserveSymlinks: true,
    target: 'node20',
    write: false,
  });
  return result.outputFiles[0].text;
}

/**
 * What a pool of HTTP/1.1 never reaches, and every start would pay for: HTTP/2, which has to be allowed, and the bodies of
 * `fetch`, which are forms and iterables.
 */
const UNREACHED = /\/(dispatcher\/client-h2|web\/fetch\/body)\.js$/;

const unreached = {
  name: 'unreached',
  setup(build) {
    build.onLoad({ filter: UNREACHED }, () => ({
      contents: `const absent = () => { throw new Error('This build of undici has neither HTTP/2 nor forms.'); };
module.exports = Object.assign(absent, { extractBody: absent });`,
    }));
  },
};

// Not on every host this runs on; undici asks whether it is there.
const absent = `throw Object.assign(new Error('not here'), { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });`;

/**
 * CommonJS asks for Node's modules with `require`, which an ES module does not have. Each becomes a real import in
 * a module of its own, so the file runs, and bundles again, without `createRequire`.
 */
const builtinImports = {
  name: 'builtin-imports',
  setup(build) {
    const known = new Set([...builtinModules.map((name) => name.replace(/^node:/, '')), 'sqlite']);
    build.onResolve({ filter: /^[a-z]/ }, ({ path, kind, namespace }) => {
      const name = path.replace(/^node:/, '');
      if (!known.has(name)) return null;
      if (kind === 'require-call') return { path: name, namespace: 'builtin' };
      return namespace === 'builtin' ? { path: `node:${name}`, external: true } : null;
    });
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: path === 'sqlite' ? absent : `import value from 'node:${path}'; module.exports = value;`,
      resolveDir: root,
    }));
  },
};
