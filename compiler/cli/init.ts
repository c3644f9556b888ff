// `mcpgw init [FOLDER]`: a gateway file, its tests and lines of .gitignore; from a client's mcp.json if there is one.
import { basename, join, resolve } from 'node:path';
import type { Finding } from '../diagnostics/finding.ts';
import type { SourceText } from '../diagnostics/position.ts';
import { check } from '../index.ts';
import { type Draft, type Drafting, draftFrom, draftNew, safeName } from '../init/index.ts';
import { word } from '../recipes/commands.ts';
import { diskIo, type SourceIo } from '../source/io.ts';
import { UsageError } from './arguments.ts';
import { exit, type Given, type Io, type Run } from './command.ts';
import { InputError } from './failure.ts';
import { readIfThere, readText, writeAll } from './files.ts';
import { forPeople } from './formats.ts';
import { makeKey } from './key.ts';
import { report, statusOf } from './report.ts';

const agent = 'me';
const ignored = ['node_modules/', '.env'];

export const init: Run = async (given, io) => {
  const folder = given.operands[0] ?? '.';
  const paths = { gateway: join(folder, 'gateway.yaml'), tests: join(folder, 'tests.yaml') };
  if (!given.switch('force')) refuseExisting(Object.values(paths));
  const { key, hash } = makeKey(agent);
  const source = sourceOf(given.value('from'));
  const drafted = draft(source, { name: nameOf(given, folder), agent, hash });
  if ('findings' in drafted) return refuse(drafted.findings, source, io);
  const { findings, sources } = check(paths.gateway, {
    io: holding(resolve(paths.gateway), drafted.gateway),
  });
  if (statusOf(findings) !== exit.clean) return refuse(findings, sources[0] ?? null, io);
  const ignore = ignoring(join(folder, '.gitignore'));
  writeAll([
    { path: paths.gateway, text: drafted.gateway },
    { path: paths.tests, text: drafted.tests },
    ...ignore,
  ]);
  report({ findings, sources }, forPeople, io);
  io.out(told(drafted, [paths.gateway, paths.tests, ...ignore.map(({ path }) => path)], key, folder));
  return exit.clean;
};

function refuseExisting(paths: readonly string[]): void {
  const there = paths.filter((path) => readIfThere(path) !== null);
  if (there.length === 0) return;
  const are = there.length === 1 ? 'is' : 'are';
  throw new InputError(`${there.join(' and ')} ${are} there already. --force overwrites.`);
}

function sourceOf(file: string | undefined): SourceText | null {
  return file === undefined ? null : { path: file, text: readText(file) };
}

function draft(source: SourceText | null, start: Parameters<typeof draftNew>[0]): Drafting {
  return source === null ? draftNew(start) : draftFrom(source, start);
}

function nameOf(given: Given, folder: string): string {
  const name = given.value('name');
  if (name === undefined) return safeName(basename(resolve(folder)) || 'gateway');
  if (/^[a-z0-9-]{1,64}$/.test(name)) return name;
  throw new UsageError(`--name is 1 to 64 of a–z, 0–9 and -, not ${JSON.stringify(name)}.`);
}

/** The disk, with one file that is not written yet. */
function holding(path: string, text: string): SourceIo {
  const readFile: SourceIo['readFile'] = (file) =>
    file === path ? new TextEncoder().encode(text) : diskIo.readFile(file);
  return { ...diskIo, readFile };
}

function refuse(findings: readonly Finding[], source: SourceText | null, io: Io): number {
  report({ findings, sources: source === null ? [] : [source] }, forPeople, io);
  io.err('mcpgw: Nothing was written.\n');
  return exit.findings;
}

/** The file with the lines it lacks; nothing where it has them all. */
function ignoring(path: string): readonly { readonly path: string; readonly text: string }[] {
  const before = readIfThere(path) ?? '';
  const lines = new Set(before.split(/\r?\n/).map((line) => line.trim()));
  const missing = ignored.filter((line) => !lines.has(line));
  if (missing.length === 0) return [];
  const begun = before === '' || before.endsWith('\n') ? before : `${before}\n`;
  return [{ path, text: `${begun}${missing.join('\n')}\n` }];
}

function told(
  { servers, variables, notes }: Draft,
  written: readonly string[],
  key: string,
  folder: string,
): string {
  const width = Math.max(0, ...variables.map(({ name }) => name.length));
  const set = variables.map(({ name, use }) => `  ${name.padEnd(width)}  ${use}`);
  const parts = [
    `Wrote ${written.join(', ')}: ${servers === 1 ? 'one server' : `${servers} servers`}.`,
    `The key of ${agent}, shown only now:\n\n  ${key}`,
    ...(set.length === 0 ? [] : [`Set before the gateway starts:\n${set.join('\n')}`]),
    ...(notes.length === 0 ? [] : [`Look at:\n${notes.map((note) => `  ${note}`).join('\n')}`]),
    `Next: ${folder === '.' ? '' : `cd ${word(folder)} && `}mcpgw test && mcpgw compile && node gateway.mjs`,
  ];
  return `${parts.join('\n\n')}\n`;
}
