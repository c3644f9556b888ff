// The lock that a gateway file names, opened; what is wrong with it is said where the file names it.
import type { Finding } from '../diagnostics/finding.ts';
import type { LoadedLock } from '../source/lock.ts';
import { readLock } from './file.ts';
import type { LockFile } from './model.ts';

/** The lock; null where the gateway file names none, or one that is not fit to be used. */
export function openLock(loaded: LoadedLock | null): {
  readonly lock: LockFile | null;
  readonly findings: readonly Finding[];
} {
  if (loaded === null) return { lock: null, findings: [] };
  const { file, path, range } = loaded;
  if (file === null) {
    const message = `${path} ${loaded.wrong}.`;
    return { lock: null, findings: [problem('source/lock-unreadable', message, range)] };
  }
  const read = readLock(file.text);
  if ('lock' in read) return { lock: read.lock, findings: [] };
  return { lock: null, findings: [problem('source/lock-unfit', `${path} ${read.wrong}.`, range)] };
}

function problem(rule: string, message: string, range: LoadedLock['range']): Finding {
  return {
    rule,
    severity: 'error',
    message,
    range,
    why: 'Without it nobody has reviewed what the servers offer.',
    help: 'Run mcpgw lock, and review what changed.',
  };
}
