// Runs test files again whenever something beside them or their gateway changes.
import { type FSWatcher, watch } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { TestOptions } from './options.ts';
import type { TestReport } from './report.ts';
import { runTests } from './tests.ts';

export interface Watching {
  end(): void;
  /** Resolves when it was ended and nothing runs any more. */
  readonly ended: Promise<void>;
}

/** Editors write a file in several steps: what follows within so many milliseconds is one change. */
const together = 80;

const ignored = /(^|[/\\])(node_modules|\.git)([/\\]|$)|\.tmp$|~$/;

export interface WatchOptions extends TestOptions {
  /** Files that whoever is told writes: that they change is no news. */
  readonly written?: readonly string[];
}

/**
 * May a change in a folder be one of the tests or their gateway?
 *
 * @param name below the folder; null where it is not known
 * @param own absolute paths of what is written about each run
 */
export function isNews(folder: string, name: string | null, own: ReadonlySet<string>): boolean {
  return name === null || !(ignored.test(name) || own.has(resolve(folder, name)));
}

/** @param told of each run, the first one included */
export function watchTests(
  files: readonly string[],
  { written = [], ...options }: WatchOptions,
  told: (report: TestReport) => void,
): Watching {
  const own = new Set(written.map((file) => resolve(file)));
  const watchers = new Map<string, FSWatcher>();
  let state: 'idle' | 'running' | 'again' | 'over' = 'idle';
  let timer: NodeJS.Timeout | null = null;
  let finish: () => void = () => undefined;
  const ended = new Promise<void>((done) => {
    finish = done;
  });

  const follow = (folder: string): void => {
    if ([...watchers.keys()].some((known) => isIn(folder, known))) return;
    const watcher = watch(folder, { recursive: true }, (_, name) => {
      if (isNews(folder, name, own)) changed();
    });
    watcher.on('error', () => watchers.delete(folder));
    watchers.set(folder, watcher);
  };

  const changed = (): void => {
    if (state === 'running') state = 'again';
    if (state !== 'idle') return;
    clearTimeout(timer ?? undefined);
    timer = setTimeout(() => void run(), together);
  };

  const isOver = (): boolean => state === 'over';
  const isStale = (): boolean => state === 'again';

  const run = async (): Promise<void> => {
    if (state === 'over') return;
    state = 'running';
    // Loaded bundles stay in memory as long as their thread: each run has threads of its own.
    const report = await runTests(files, { ...options, fresh: true });
    if (isOver()) return finish();
    told(report);
    for (const { gateway } of report.suites) if (gateway !== null) follow(resolve(dirname(gateway.file)));
    const again = isStale();
    state = 'idle';
    if (again) changed();
  };

  for (const file of [...files, ...(options.overlays ?? [])]) follow(resolve(dirname(file)));
  void run();
  return {
    ended,
    end() {
      const running = state === 'running' || state === 'again';
      state = 'over';
      clearTimeout(timer ?? undefined);
      for (const watcher of watchers.values()) watcher.close();
      if (!running) finish();
    },
  };
}

function isIn(folder: string, known: string): boolean {
  const way = relative(known, folder);
  return way === '' || !way.startsWith('..');
}
