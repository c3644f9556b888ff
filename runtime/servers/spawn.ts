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

type Running = ChildProcessWithoutNullStreams;

/** Starts a child process. */
export const spawnChild: Spawn = ([file = '', ...args], env, { stdout, stderr, exit }) => {
  // A group of its own: `npx` and scripts fork, and all of them must end together. Windows has no groups.
  const grouped = process.platform !== 'win32';
  const child = start(file, args, { env: { ...env }, windowsHide: true, detached: grouped });
  const { pid, stdin } = child;
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (!grouped) child.kill(name);
      else if (pid !== undefined) process.kill(-pid, name);
    } catch {
      // Nobody is left in the group.
    }
  };
  stdin.on('error', () => {});
  child.stdout.on('data', stdout);
  readLines(child.stderr, stderr);
  const gone = ending(child, signal).then(exit);
  let stopped: Promise<void> | null = null;

  async function stop(): Promise<void> {
    stdin.end();
    const timers = (['SIGTERM', 'SIGKILL'] as const).map((name, step) =>
      setTimeout(signal, PATIENCE * (step + 1), name),
    );
    await gone;
    timers.forEach(clearTimeout);
  }

  return {
    write(line) {
      if (!stdin.writable || pid === undefined || stdin.writableLength > MAX_UNREAD) return false;
      stdin.cork();
      for (const chunk of line) stdin.write(chunk);
      stdin.write('\n');
      stdin.uncork();
      return true;
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
};

/** Resolves with how the child ended, when all it wrote is read. */
function ending(child: Running, signal: (name: NodeJS.Signals) => void): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => {
      if (child.pid === undefined) resolve(`it could not be started: ${error.message}`);
    });
    child.on('exit', (code, by) => {
      const told = (): void => resolve(by ? `it was ended by ${by}` : `it exited with code ${code}`);
      child.on('close', told);
      // Others of the group may hold the pipes open, so that `close` would never come.
      signal('SIGTERM');
      setTimeout(() => {
        signal('SIGKILL');
        told();
      }, AFTERMATH).unref();
    });
  });
}

/** Tells lines as they come. Of an endless one only the beginning: what is cut in two is not recognized. */
function readLines(stream: Running['stderr'], tell: (line: string) => void): void {
  let rest = '';
  let told = false;
  const take = (text: string): void => {
    const lines = (rest + text).split(/\r?\n/);
    if (told && lines.length > 1) {
      lines.shift();
      told = false;
    }
    rest = lines.pop()!;
    for (const line of lines) if (line !== '') tell(line);
    if (rest.length <= MAX_ERROR_LINE) return;
    if (!told) tell(rest);
    told = true;
    rest = '';
  };
  stream.setEncoding('utf8').on('data', take);
  stream.on('end', () => take('\n'));
}
