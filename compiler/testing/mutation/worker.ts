// One thread of a mutation run.
import { parentPort, workerData } from 'node:worker_threads';
import type { ShareData } from './run.ts';
import { runShare } from './share.ts';

parentPort?.postMessage(await runShare(workerData as ShareData));
