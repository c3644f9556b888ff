// Test files over threads: each thread takes the next file when it is done with one. Reports come in the files' order.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { runFile } from '../file.ts';
import { createGateways } from '../gateways.ts';
import type { TestOptions } from '../options.ts';
import type { SuiteReport } from '../report.ts';

/** What a thread is started with. */
export interface WorkerData {
  readonly options: TestOptions;
}

/** What a thread sends for a file: its report, or the fault of this program that kept it from one. */
export type WorkerAnswer = { readonly report: SuiteReport } | { readonly fault: Error };

/** Runs every file; in this thread where there is one file, or where files are not on the disk. */
export async function runFiles(
  files: readonly string[],
  options: TestOptions,
): Promise<readonly SuiteReport[]> {
  const jobs = Math.min(files.length, options.jobs ?? availableParallelism());
  if ((jobs <= 1 && options.fresh !== true) || options.io !== undefined) return runHere(files, options);
  const queue = files.map((file, at) => ({ file, at }));
  const reports: SuiteReport[] = [];
  const work = async (): Promise<void> => {
    const thread = startThread(options);
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        reports[next.at] = await thread.run(next.file);
      }
    } finally {
      await thread.end();
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return reports;
}

async function runHere(files: readonly string[], options: TestOptions): Promise<readonly SuiteReport[]> {
  const gateways = createGateways(options);
  const reports: SuiteReport[] = [];
  for (const file of files) reports.push(await runFile(file, options, gateways));
  return reports;
}

interface Thread {
  run(file: string): Promise<SuiteReport>;
  end(): Promise<unknown>;
}

function startThread(options: TestOptions): Thread {
  const worker = new Worker(workerFile('parallel/worker'), { workerData: { options } satisfies WorkerData });
  return {
    run: (file) =>
      new Promise((resolve, reject) => {
        const answered = (answer: WorkerAnswer): void => {
          worker.off('error', reject);
          if ('report' in answer) resolve(answer.report);
          else reject(answer.fault);
        };
        worker.once('message', answered);
        worker.once('error', reject);
        worker.postMessage(file);
      }),
    end: () => worker.terminate(),
  };
}

/** A thread loads what was built, also when this runs from its TypeScript. @param module within `compiler/testing` */
export function workerFile(module: string): URL {
  const fromSource = import.meta.url.endsWith('.ts');
  const joined = /\/dist\/program\/[^/]+$/.test(import.meta.url);
  if (joined) return new URL(`${module.replace('/', '-')}.js`, import.meta.url);
  return new URL(`${fromSource ? '../../../dist/compiler/testing/' : '../'}${module}.js`, import.meta.url);
}
