// Starts the test bundle in a process of its own, as one file, the way a gateway runs.
import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { type Host, NODE } from './hosts.ts';

export interface Program {
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Run;
  remove(): void;
}

export interface Run {
  readonly child: ChildProcess;
  readonly out: { stdout: string; stderr: string };
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** The port of the start line. */
  listening(): Promise<number>;
  stderrHas(text: string): Promise<void>;
}

export const SECRETS = { SECRET_A: 'a', SECRET_B: 'b' };

/** The test bundle's text, once it was needed. */
let built: Uint8Array | undefined;

function bundled(): Uint8Array {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL('./program.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return outputFiles[0]!.contents;
}

export function buildProgram(host: Host = NODE): Program {
  const folder = mkdtempSync(join(tmpdir(), 'mcpgw-host-'));
  const file = join(folder, 'gateway.mjs');
  built ??= bundled();
  writeFileSync(file, built);
  writeFileSync(join(folder, 'beside.txt'), 'beside the bundle');
  return {
    start: (args, env = SECRETS) => startFile(file, args, env, host),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** Starts an emitted file as a process of its own, in another folder than its own. */
export function startFile(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { command: [program = '', ...first] }: Host = NODE,
): Run {
  const child = spawn(program, [...first, file, ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
    cwd: tmpdir(),
  });
  return watch(child, /listens on http:\/\/\S+:(\d+)\//);
}

/** A run of `child`, which says on standard error where it listens, as `line` has it. */
export function watch(child: ChildProcessWithoutNullStreams, line: RegExp): Run {
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    out.stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    out.stderr += String(chunk);
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  const wait = async (found: () => boolean): Promise<void> => {
    for (let i = 0; i < 3000 && !found(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
    if (!found()) throw new Error(`not seen in: ${out.stderr}`);
  };
  return {
    child,
    out,
    ended,
    stderrHas: (text) => wait(() => out.stderr.includes(text)),
    async listening() {
      await wait(() => line.test(out.stderr));
      return Number(line.exec(out.stderr)?.[1]);
    },
  };
}
