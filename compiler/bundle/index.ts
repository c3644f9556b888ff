// Generated modules and their needs → one file, its source map, its licences, its manifest. Same input, same bytes.
import type { Generated, PolicyFacts } from '../emit/generated.ts';
import { assemble } from './assemble.ts';
import { banner } from './banner.ts';
import { type Dist, findDist } from './dist.ts';
import { entry } from './entry.ts';
import { licences } from './licences.ts';
import type { WayFlag } from './main.ts';
import { type Manifest, manifest, printManifest } from './manifest.ts';
import { type Target, targetsFor } from './targets/index.ts';

export { startBundler } from './assemble.ts';
export type { WayFlag } from './main.ts';
export type { Manifest } from './manifest.ts';
export type { Part } from './parts.ts';
export { bundleTwin } from './twin.ts';

export interface BundleOptions {
  /** Name of the gateway file, for the command that rebuilds; no folder. */
  readonly gateway: string;
  /** Files that went over it, relative to its folder. */
  readonly overlays: readonly string[];
  /** Name of the bundle, as `gateway.mjs`; no folder. */
  readonly output: string;
  readonly minify: boolean;
  /** What a program can be told beside where it listens. */
  readonly flags: readonly WayFlag[];
}

export interface BundleFile {
  /** Beside the bundle: `gateway.mjs`, `gateway.mjs.map`, `gateway.mjs.licences.txt`, `gateway.mjs.manifest.json`. */
  readonly name: string;
  readonly text: string;
}

export interface Bundled {
  /** The JavaScript. */
  readonly code: string;
  /** All files to write, the JavaScript first. */
  readonly files: readonly BundleFile[];
  readonly manifest: Manifest;
}

/**
 * Bundles what a gateway needs and nothing else.
 * @param generated what the language generated; it holds no errors any more
 * @param dist where the runtime's prebuilt modules are read; this package's own unless a test has others
 * @throws Error when this package itself is broken (a part is missing in `dist/`)
 */
export async function bundle(
  generated: Generated,
  options: BundleOptions,
  dist: Dist = findDist(),
): Promise<Bundled> {
  const targets = targetsFor(generated.policy);
  requireOffers(generated, targets);
  const written = writtenFor(generated.policy, targets);
  const assembled = await assemble({
    dist,
    engines: [...new Set(targets.flatMap(({ engines }) => engines))],
    plan: generated.plan.text,
    checks: generated.checks,
    entry: entry(generated, targets, options.flags).text,
    banner: banner(generated.policy, written, options),
    output: options.output,
    minify: options.minify,
    map: true,
  });
  const listed = manifest(generated, options, written, assembled);
  const files = [
    { name: options.output, text: assembled.code },
    { name: `${options.output}.map`, text: assembled.map },
    { name: `${options.output}.licences.txt`, text: licences(dist, assembled.parts) },
    { name: `${options.output}.manifest.json`, text: printManifest(listed) },
  ];
  return Object.freeze({
    code: assembled.code,
    files: Object.freeze(files.map(Object.freeze)) as readonly BundleFile[],
    manifest: listed,
  });
}

/** The rules of the language say what a host lacks, with a place. What none of them said may not be shipped either. */
function requireOffers({ capabilities }: Generated, targets: readonly Target[]): void {
  for (const { name, offers } of targets) {
    const lacking = capabilities.find((need) => !offers.includes(need.name));
    if (lacking === undefined) continue;
    throw new Error(`${name} does not offer ${lacking.name}, which ${lacking.places.join(', ')} needs.`);
  }
}

/** The hosts that a bundle is for, as the gateway file has them. */
function writtenFor({ hosts }: PolicyFacts, targets: readonly Target[]): readonly string[] {
  const ours = hosts.filter(({ kind }) => targets.some(({ name }) => name === kind));
  return ours.map(({ text }) => text);
}
