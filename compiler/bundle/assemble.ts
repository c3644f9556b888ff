// Runs the bundler over what was generated and `dist/`: modules are named by their paths in it, which are the same on every
// machine, so the bytes are too.
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import type { Dist } from './dist.ts';
import { checksModule, furtherModule, planModule } from './entry.ts';
import type { BundleFile } from './index.ts';
import { type Part, parts } from './parts.ts';
import { recent } from './recent.ts';
import { node } from './targets/node.ts';

export interface Assembly {
  readonly dist: Dist;
  /** Text of the plan module, of the entry module, of the comment on top. */
  readonly plan: string;
  readonly entry: string;
  readonly banner: string;
  /** Text of the module of validators, if there are any. */
  readonly checks: string | undefined;
  /** Text of a further module that the entry imports as `further.js`. */
  readonly further?: string;
  readonly output: string;
  readonly minify: boolean;
  /** A source map beside it. */
  readonly map: boolean;
  /** What the hosts it is for understand, as esbuild names them. */
  readonly engines: readonly string[];
}

export interface Assembled {
  readonly code: string;
  readonly map: string;
  readonly parts: readonly Part[];
}

/** A bundle that never ships, for the Node that the compiler runs on: no banner and no map. */
export async function assembleForHere(
  output: string,
  given: Pick<Assembly, 'dist' | 'plan' | 'entry' | 'checks' | 'further'>,
): Promise<BundleFile> {
  const never = { banner: '', minify: false, map: false };
  const { code } = await assemble({ ...given, ...never, output, engines: node.engines });
  return Object.freeze({ name: output, text: code });
}

const space = 'mcpgw';
const entryModule = 'entry.js';

/** Starts the bundler's process, which takes a while to be ready. What is wrong with it the first bundle tells. */
export async function startBundler(): Promise<void> {
  const esbuild = await import('esbuild');
  esbuild.transform('').catch(() => {});
}

/** How many bundles of one installation are kept: those of the gateways somebody works on, with their twins. */
const KEPT = 8;
const assemblers = new WeakMap<Dist, ReturnType<typeof recent<Assembly, Assembled>>>();

/** @throws Error when a part is missing in `dist/` or imports what no bundle may hold */
export function assemble(assembly: Assembly): Promise<Assembled> {
  const { dist, ...texts } = assembly;
  const assembler = assemblers.get(dist) ?? recent(KEPT, bundled);
  assemblers.set(dist, assembler);
  return assembler(JSON.stringify(texts), assembly);
}

async function bundled(assembly: Assembly): Promise<Assembled> {
  const esbuild = await import('esbuild');
  const built = await esbuild.build({
    entryPoints: [entryModule],
    outfile: join(assembly.dist.folder, assembly.output),
    absWorkingDir: assembly.dist.folder,
    plugins: [ownModules(assembly)],
    banner: { js: assembly.banner },
    bundle: true,
    write: false,
    metafile: true,
    sourcemap: assembly.map ? 'linked' : false,
    platform: 'node',
    format: 'esm',
    target: [...assembly.engines],
    // esbuild takes Deno for an engine without it, and would write `require`.
    supported: { 'dynamic-import': true },
    minify: assembly.minify,
    legalComments: 'inline',
    charset: 'ascii',
    tsconfigRaw: '{}',
    logLevel: 'silent',
  });
  const text = (ending: string): string =>
    built.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  const [output] = Object.entries(built.metafile.outputs).filter(([name]) => !name.endsWith('.map'));
  return Object.freeze({ code: text(assembly.output), map: text('.map'), parts: parts(output![1].inputs) });
}

/**
 * What was generated, and what of `dist/` it takes. From there the bundler goes on by itself, much faster than when it asks
 * for each module: `dist/runtime/package.json` says that none does anything unless it is used.
 */
function ownModules({ dist, ...assembly }: Assembly): Plugin {
  const own = new Map([
    [entryModule, assembly.entry],
    [planModule, assembly.plan],
    [checksModule, assembly.checks ?? ''],
    [furtherModule, assembly.further ?? ''],
  ]);
  return {
    name: 'mcpgw',
    setup(build) {
      // Nothing is looked up in the folders of the person who compiles.
      build.onResolve({ filter: /^[^.]/ }, ({ path, importer, namespace }) => {
        if (path.startsWith('node:')) return { path, external: true };
        if (own.has(path)) return { path, namespace: space, sideEffects: path === entryModule };
        const name = namespace === space ? path : vendored.get(path);
        if (name === undefined) throw new Error(`${importer} imports ${path}, which no bundle may hold.`);
        return { path: dist.place(name), sideEffects: false };
      });
      build.onLoad({ filter: /.*/, namespace: space }, ({ path }) => ({ contents: own.get(path)! }));
    },
  };
}

// Packages the runtime may import, and their prebuilt modules.
const vendored = new Map([
  ['undici/lib/dispatcher/pool.js', 'vendor/undici-pool.mjs'],
  ['jose', 'vendor/jose.mjs'],
]);
