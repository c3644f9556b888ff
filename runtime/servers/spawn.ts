// Spawn on Node: a child in a process group of its own, no shell, ended step by step.
import { type ChildProcessWithoutNullStreams, spawn as start } from 'node:child_process';
import type { ChildHandler, Spawn } from '../contract/environment.ts';

/** Milliseconds between the steps of an ending: end of input, SIGTERM, SIGKILL. */
const PATIENCE = 2000;
/** Milliseconds that what the child left behind has to end by itself. */
const AFTERMATH = 500;
/** Bytes that may wait for a child that does not read. */
const MAX_UNREAD = 16 * 1024 * 1024;
const MAX_ERROR_LINE = 8192;
const NEWLINE = /* @__PURE__ */ Uint8Array.of(0x0a);

/** Starts a child process. */
export const spawnChild: Spawn = (command, env, handler) => {
  const [file = '', ...args] = command;
  const child = start(file, args, {
    env: { ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    shell: false,
    windowsHide: true,
    // A group of its own: `npx` and scripts fork, and all of them must end together.
    detached: process.platform !== 'win32',
  });
  const gone = whenGone(child, handler);
  child.stdin.on('error', () => {});
  child.stdout.on('data', (chunk: Uint8Array) => handler.stdout(chunk));
  errorLines(child, handler);
  return { write: (line) => write(child, line), stop: once(() => stop(child, gone)) };
};

/** Resolves when the child has ended and all it wrote is read; tells the handler then. */
function whenGone(child: ChildProcessWithoutNullStreams, handler: ChildHandler): Promise<void> {
  return new Promise((resolve) => {
    let detail = 'it ended';
    const told = once(() => {
      handler.exit(detail);
      resolve();
    });
    child.on('error', (error) => {
      if (child.pid !== undefined) return;
      detail = `it could not be started: ${error.message}`;
      told();
    });
    child.on('exit', (code, signal) => {
      detail = signal === null ? `it exited with code ${code}` : `it was ended by ${signal}`;
      // Others of the group may hold the pipes open, so that `close` would never come.
      signalGroup(child, 'SIGTERM');
      setTimeout(() => {
        signalGroup(child, 'SIGKILL');
        told();
      }, AFTERMATH).unref();
    });
    child.on('close', told);
  });
}

async function stop(child: ChildProcessWithoutNullStreams, gone: Promise<void>): Promise<void> {
  child.stdin.end();
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (await within(gone, PATIENCE)) return;
    signalGroup(child, signal);
  }
  await gone;
}

function within(gone: Promise<void>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    void gone.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

function signalGroup(child: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

function write(child: ChildProcessWithoutNullStreams, line: readonly Uint8Array[]): boolean {
  const { stdin } = child;
  if (!stdin.writable || child.pid === undefined || stdin.writableLength > MAX_UNREAD) return false;
  stdin.cork();
  for (const chunk of line) stdin.write(chunk);
  stdin.write(NEWLINE);
  stdin.uncork();
  return true;
}

/** Standard error by lines; an endless line is told in parts. */
function errorLines(child: ChildProcessWithoutNullStreams, handler: ChildHandler): void {
  let rest = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') handler.stderr(line);
    if (rest.length > MAX_ERROR_LINE) {
      handler.stderr(rest);
      rest = '';
    }
  });
  child.stderr.on('end', () => {
    if (rest !== '') handler.stderr(rest);
  });
}

function once<T>(run: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: run() };
    return made.value;
  };
}
