// The package as a person gets it: packed once, installed into an empty folder by npm.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../cli/spawn.ts';

export interface Packed {
  readonly tarball: string;
  /** Paths of what it holds, sorted. */
  readonly files: readonly string[];
}

/** Packs what `npm run build` has made into `folder`. */
export function pack(folder: string): Packed {
  const argv = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const parsed: unknown = JSON.parse(run('npm', argv, root).out);
  // npm 11.6 and older give a list, newer ones a map by name.
  const [packed] = Object.values(parsed as Readonly<Record<string, PackedJson>>);
  if (packed === undefined) throw new Error('npm pack said nothing');
  return { tarball: join(folder, packed.filename), files: packed.files.map(({ path }) => path).sort() };
}

interface PackedJson {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Makes a folder with a package.json and installs the tarball there, as `npm install --save-dev` does. */
export function install(folder: string, tarball: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const { status, err } = run('npm', ['install', '--save-dev', '--no-audit', '--no-fund', tarball], folder);
  if (status !== 0) throw new Error(err);
}

/** Runs a program to its end. */
export function run(program: string, argv: readonly string[], cwd: string) {
  const env = { ...process.env, NO_COLOR: '1', npm_config_update_notifier: 'false' };
  const { status, stdout, stderr, error } = spawnSync(program, argv, { cwd, env, encoding: 'utf8' });
  if (error !== undefined) throw error;
  return { status, out: stdout, err: stderr };
}
