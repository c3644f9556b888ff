// A gateway as its users run it: YAML compiled to one file, the file as a process of its own, on a host.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Bundled } from '../../../compiler/bundle/index.ts';
import { compile, type WayFlag } from '../../../compiler/index.ts';
import type { AuditRecord } from '../../../runtime/contract/audit.ts';
import { type Host, NODE } from '../hosts.ts';
import { type Run, startFile } from '../process.ts';
import { startWorker } from '../workerd.ts';

export interface Emitted {
  readonly folder: string;
  readonly file: string;
  readonly policy: string;
  readonly flags: readonly WayFlag[];
  remove(): void;
}

/** The same input gives the same bytes: what was compiled for one host or case serves the others. */
const compiled = new Map<string, Promise<Bundled>>();

/** Compiles `yaml`; throws with the findings if there are any. `files` stand beside it, `flags` are what it can be told. */
export async function emit(
  yaml: string,
  files: Readonly<Record<string, string>> = {},
  flags: readonly WayFlag[] = [],
): Promise<Emitted> {
  const folder = mkdtempSync(join(tmpdir(), 'mcpgw-e2e-'));
  for (const [name, text] of Object.entries({ ...files, 'gateway.yaml': yaml })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const input = JSON.stringify([yaml, files, flags]);
  const bundled = compiled.get(input) ?? compileIn(folder, flags);
  compiled.set(input, bundled);
  const { files: made, manifest } = await bundled;
  for (const { name, text } of made) writeFileSync(join(folder, name), text);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { folder, file: join(folder, 'gateway.mjs'), policy: manifest.policy, flags, remove };
}

async function compileIn(folder: string, flags: readonly WayFlag[]): Promise<Bundled> {
  const { bundle, findings } = await compile(join(folder, 'gateway.yaml'), { flags });
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join('\n'));
  return bundle;
}

export interface Serving {
  readonly run: Run;
  readonly url: string;
  /** The audit records so far. */
  audit(): AuditRecord[];
  /** Waits for the audit record that `wanted` picks. */
  audited(wanted: (record: AuditRecord) => boolean): Promise<AuditRecord>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | NodeJS.Signals | null>;
}

/** Puts what `yaml` compiles to in the place of an emitted file, in one step; returns its policy. */
export async function replace({ folder, file, flags }: Emitted, yaml: string): Promise<string> {
  writeFileSync(join(folder, 'gateway.yaml'), yaml);
  const { code, manifest } = await compileIn(folder, flags);
  writeFileSync(`${file}.new`, code);
  renameSync(`${file}.new`, file);
  return manifest.policy;
}

/** Starts the emitted file; resolves when it listens. */
export async function serve(
  emitted: Emitted,
  env: Readonly<Record<string, string>> = {},
  host: Host = NODE,
  flags: readonly string[] = [],
): Promise<Serving> {
  const run = host.worker
    ? startWorker(emitted, env, host)
    : startFile(emitted.file, ['--port', '0', ...flags], env, host);
  const port = await run.listening();
  const audit = () =>
    run.out.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as AuditRecord);
  return {
    run,
    url: `http://127.0.0.1:${port}/mcp`,
    audit,
    audited: (wanted) => until(() => audit().find(wanted)),
    stop: () => {
      run.child.kill('SIGTERM');
      return run.ended;
    },
  };
}

/** Asks again until there is a value; fails after `ms`. */
export async function until<T>(
  ask: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  ms = 30_000,
): Promise<T> {
  for (const end = performance.now() + ms; performance.now() < end; ) {
    const value = await ask();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never came true: ${ask.toString()}`);
}

export const keyOf = (agent: string): string => `mcpgw_test_key_of_${agent}`;
export const hashOf = (agent: string): string =>
  `sha256:${createHash('sha256').update(keyOf(agent)).digest('hex')}`;
