// One thread of a run: takes files, one after the other, and sends the report of each.
import { parentPort, workerData } from 'node:worker_threads';
import { runFile } from '../file.ts';
import { createGateways } from '../gateways.ts';
import type { WorkerAnswer, WorkerData } from './pool.ts';

const { options } = workerData as WorkerData;
const gateways = createGateways(options);

async function answerOf(file: string): Promise<WorkerAnswer> {
  try {
    return { report: await runFile(file, options, gateways) };
  } catch (fault) {
    return { fault: fault instanceof Error ? fault : new Error(String(fault)) };
  }
}

parentPort?.on('message', async (file: string) => parentPort?.postMessage(await answerOf(file)));
