// Runs the tests of a gateway against its mutants, a share of them in each thread, each until the first test fails.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { TestOptions } from '../options.ts';
import { workerFile } from '../parallel/pool.ts';
import type { MutantResult, MutationReport } from './report.ts';
import { runShare } from './share.ts';

/** Mutants of one gateway that are run, unless a person asks for more or fewer. */
export const mostMutants = 500;
/** Mutants for which a thread is worth starting: it compiles the gateway anew. */
const perThread = 50;

/** What a thread is started with: it takes every `of`-th mutant, from `at`. */
export interface ShareData {
  readonly files: readonly string[];
  readonly gateway: string;
  readonly options: TestOptions;
  readonly at: number;
  readonly of: number;
}

/** What a thread found of its share, by index; a fault of this program is thrown in the thread that asked. */
export interface Share {
  readonly results: readonly (readonly [index: number, result: MutantResult])[];
  /** How many mutants there are, and how many were chosen. */
  readonly all: number;
  readonly sources: MutationReport['sources'];
}

/**
 * @param files test files of this gateway, all of which pass
 * @param gateway its path
 */
export async function runMutants(
  files: readonly string[],
  gateway: string,
  options: TestOptions,
): Promise<MutationReport> {
  const worth = Math.ceil((options.mutants ?? mostMutants) / perThread);
  const of = options.jobs ?? Math.min(availableParallelism(), worth);
  const given = { files, gateway, options, of };
  const here = of <= 1 || options.io !== undefined;
  const shares = here
    ? [await runShare({ ...given, at: 0, of: 1 })]
    : await Promise.all(Array.from({ length: of }, (_, at) => inThread({ ...given, at })));
  const results = shares.flatMap((share) => share.results).sort(([a], [b]) => a - b);
  const { all, sources } = shares[0]!;
  return { gateway, sources, all, mutants: results.map(([, result]) => result) };
}

function inThread(data: ShareData): Promise<Share> {
  const worker = new Worker(workerFile('mutation/worker'), { workerData: data });
  return new Promise<Share>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  }).finally(() => worker.terminate());
}
