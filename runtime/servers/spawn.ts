// Spawn on Node: a child in a process group of its own, no shell, ended step by step.
import { type ChildProcessWithoutNullStreams, spawn as start } from 'node:child_process';
import type { Spawn } from '../contract/environment.ts';

/** Milliseconds between the steps of an ending: end of input, SIGTERM, SIGKILL. */
const PATIENCE = 2000;
/** Milliseconds that what the child left behind has to end by itself. */
const AFTERMATH = 500;
/** Bytes that may wait for a child that does not read. */
const MAX_UNREAD = 16 * 1024 * 1024;
const MAX_ERROR_LINE = 8192;

/** Starts a child process. */
export const spawnChild: Spawn = ([file = '', ...args], env, handler) => {
  // A group of its own: `npx` and scripts fork, and all of them must end together. Windows has no groups.
  const detached = process.platform !== 'win32';
  const child = start(file, args, { env: { ...env }, windowsHide: true, detached });
  const { stdin, stdout, stderr } = child;
  stdin.on('error', () => {});
  stdout.on('data', handler.stdout);
  readLines(stderr, handler.stderr);
  const gone = whenGone(child).then(handler.exit);
  let stopped: Promise<void> | null = null;
  return {
    write(line) {
      if (!stdin.writable || child.pid === undefined || stdin.writableLength > MAX_UNREAD) return false;
      stdin.cork();
      for (const chunk of line) stdin.write(chunk);
      stdin.write('\n');
      stdin.uncork();
      return true;
    },
    stop() {
      stopped ??= stop(child, gone);
      return stopped;
    },
  };
};

type Running = ChildProcessWithoutNullStreams;

/** Resolves when the child has ended and all it wrote is read, with how it ended. */
function whenGone(child: Running): Promise<string> {
  return new Promise((resolve) => {
    let detail = 'it ended';
    const told = (): void => resolve(detail);
    child.on('error', (error) => {
      if (child.pid === undefined) resolve(`it could not be started: ${error.message}`);
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

async function stop(child: Running, gone: Promise<void>): Promise<void> {
  child.stdin.end();
  const steps = (['SIGTERM', 'SIGKILL'] as const).map((signal, step) =>
    setTimeout(() => signalGroup(child, signal), PATIENCE * (step + 1)),
  );
  await gone;
  steps.forEach(clearTimeout);
}

function signalGroup(child: Running, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

/** Tells lines as they come; an endless one is told in parts. */
function readLines(stream: Running['stderr'], tell: (line: string) => void): void {
  let rest = '';
  const take = (text: string): void => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    if (rest.length > MAX_ERROR_LINE) {
      lines.push(rest);
      rest = '';
    }
    for (const line of lines) if (line !== '') tell(line);
  };
  stream
    .setEncoding('utf8')
    .on('data', take)
    .on('end', () => take('\n'));
}
