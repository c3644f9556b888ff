// Holds the code to the import directions, and says the reason where it strays.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMPILER, type Layer, RUNTIME } from './directions.ts';

const root = resolve(import.meta.dirname, '../..');
const IMPORT =
  /^\s*(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function sources(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return names
    .map((name) => join(folder, name))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.includes('generated'));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => {
    const named = match[2] ?? match[3] ?? match[4]!;
    const target = named.startsWith('.') ? relative(root, resolve(root, dirname(file), named)) : named;
    return { file, target, typeOnly: match[1] !== undefined };
  });
}

function layerOf(file: string, layers: readonly Layer[]): Layer | undefined {
  const fitting = layers.filter(({ path }) => file === path || file.startsWith(`${path}/`));
  return fitting.sort((a, b) => b.path.length - a.path.length)[0];
}

/** Why an import is not allowed, or null. */
function problemOf({ file, target, typeOnly }: Import, layers: readonly Layer[]): string | null {
  const from = layerOf(file, layers);
  if (from === undefined) return `${file} is in no room of test/imports/directions.ts`;
  const local = target.startsWith('compiler/') || target.startsWith('runtime/');
  if (!local) return packageAllowed(from, target) ? null : `${file} imports ${target}: ${from.because}`;
  if (target.startsWith('runtime/contract') && file.startsWith('compiler/')) {
    return typeOnly
      ? null
      : `${file} imports more than types of ${target}: the compiler and the runtime never run each other`;
  }
  const to = layerOf(target, layers);
  const allowed = to !== undefined && (to === from || from.may.includes(to.path));
  return allowed ? null : `${file} imports ${target}: ${from.because}`;
}

function packageAllowed({ packages }: Layer, target: string): boolean {
  return packages.some((allowed) =>
    allowed.endsWith('*') ? target.startsWith(allowed.slice(0, -1)) : target === allowed,
  );
}

function problems(folder: string, layers: readonly Layer[]): string[] {
  return sources(folder)
    .flatMap(importsOf)
    .map((found) => problemOf(found, layers))
    .filter((problem) => problem !== null);
}

describe('imports run one way', () => {
  it('in the runtime', () => {
    expect(problems('runtime', RUNTIME)).toEqual([]);
  });

  it('in the compiler', () => {
    expect(problems('compiler', COMPILER)).toEqual([]);
  });

  it('and a wrong one is found, with its reason', () => {
    const wrong = { file: 'runtime/access/index.ts', target: 'runtime/limits/index.ts', typeOnly: false };
    expect(problemOf(wrong, RUNTIME)).toMatch(/joined only by the generated entry/);
    const crossed = { file: 'compiler/cel/index.ts', target: 'runtime/contract/plan.ts', typeOnly: false };
    expect(problemOf(crossed, COMPILER)).toMatch(/never run each other/);
  });
});
