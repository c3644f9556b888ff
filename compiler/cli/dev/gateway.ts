// The gateway that `mcpgw dev` serves: the emitted file in a process of its own, swapped as in production.
import { spawn } from 'node:child_process';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

export interface DevGateway {
  /** Puts another bundle in place; the process takes it when it is fit. */
  take(code: string): void;
  /** Asks it to end: first what is in flight, then its servers; at once when asked again. */
  end(): void;
  /** Resolves with its exit code, when all it wrote is read. */
  readonly ended: Promise<number>;
}

export interface DevOptions {
  /** Where the bundle is put for as long as this runs: paths in a policy start from its folder. */
  readonly file: string;
  readonly flags: readonly string[];
  /** Takes one line of the audit log; one line for the operator. */
  readonly audit: (line: string) => void;
  readonly log: (line: string) => void;
}

/** Starts `code`. */
export function startGateway(code: string, { file, flags, audit, log }: DevOptions): DevGateway {
  place(file, code);
  // A group of its own, or Ctrl-C would reach it twice; a channel, so that it ends when this process is killed.
  const child = spawn(process.execPath, [file, '--watch-bundle', ...flags], {
    cwd: dirname(file),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  let listens = false;
  createInterface({ input: child.stdout! }).on('line', audit);
  createInterface({ input: child.stderr! }).on('line', (line) => {
    listens ||= line.includes(' listens on http');
    log(line);
  });
  const ended = new Promise<number>((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (status) => resolve(status ?? 1));
  });
  return {
    take(next) {
      place(file, next);
      // Before it listens it may not know the signal; it looks at its file by itself.
      if (listens && process.platform !== 'win32') child.kill('SIGHUP');
    },
    end: () => void child.kill('SIGTERM'),
    ended: ended.finally(() => rmSync(file, { force: true })),
  };
}

function place(file: string, code: string): void {
  writeFileSync(`${file}.new`, code);
  renameSync(`${file}.new`, file);
}
