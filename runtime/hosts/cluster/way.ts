// `--workers N`: each process finds out which one it is.
import { isWorker } from '../node/bundle-path.ts';
import { Misused } from '../node/options.ts';
import type { Way } from '../node/program.ts';
import { serveByWorkers } from './primary.ts';
import { serveAsWorker } from './worker.ts';

/** Its node:cluster takes connections, and under load answers some of them never. */
const NOT_THERE =
  'Deno cannot serve with several workers: leave --workers out, and start a process for each core behind a balancer.';

export const workers: Way = {
  help: '--workers N       Serve with N processes, auto for one a core. Limits stay exact, a dead one is replaced.',
  serve(...given) {
    if ('Deno' in globalThis) throw new Misused(NOT_THERE);
    return isWorker() ? serveAsWorker(...given) : serveByWorkers(...given);
  },
};
