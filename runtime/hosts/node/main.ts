// A bundle run as a program: starts, says where it listens, drains on a signal, ends with an exit code that tells why.
import { StartError } from '../../contract/gateway.ts';
import { serveByWorkers } from '../cluster/primary.ts';
import { serveAsWorker } from '../cluster/worker.ts';
import { serveAlone } from './alone.ts';
import { isWorker } from './bundle-path.ts';
import { CannotListen } from './listen.ts';
import { HELP, Misused, type Options, readOptions } from './options.ts';
import type { Program } from './program.ts';
import { endOnSignals, type Shutdown } from './shutdown.ts';
import { lineSink } from './sink.ts';
import { log } from './world.ts';

export { isMain } from './bundle-path.ts';

/** Exit codes, after sysexits.h where it has one. */
const FAILED = 1;
const USAGE = 2;
const SINK_BROKEN = 74;
const CONFIG = 78;

/** Its node:cluster takes connections, and under load answers some of them never. */
const NO_WORKERS =
  'Deno cannot serve with several workers: leave --workers out, and start a process for each core behind a balancer.';

/** Runs `bundle` with `argv` (the options only). Resolves when it serves, or has said why it does not. */
export async function main(bundle: Program, argv: readonly string[]): Promise<void> {
  // A reader that has gone is no reason to crash; the audit's own sink tells of it where it matters.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const shutdown = endOnSignals(log);
  // A process that was started with a channel does not outlive who holds its other end.
  process.once('disconnect', () => shutdown.end(0, 'the process that started this one has gone'));
  let options: Options;
  try {
    options = readOptions(argv, process.env.PORT);
  } catch (error) {
    return shutdown.end(USAGE, `${(error as Error).message} See --help.`);
  }
  const { name, hash, compiler } = bundle.policy;
  if (options.help) process.stdout.write(HELP);
  else if (options.version) process.stdout.write(`${name}\npolicy ${hash}\ncompiler ${compiler}\n`);
  else if (options.workers > 1 && 'Deno' in globalThis) shutdown.end(USAGE, NO_WORKERS);
  else await run(bundle, options, shutdown);
}

async function run(bundle: Program, options: Options, shutdown: Shutdown): Promise<void> {
  // A gateway that cannot leave a trace of what it allows may not allow anything.
  const sink = lineSink(1, (reason) =>
    shutdown.end(SINK_BROKEN, `standard output takes no audit records any more: ${reason}`),
  );
  process.on('exit', sink.flush);
  try {
    if (isWorker()) await serveAsWorker(bundle, options, sink, shutdown);
    else if (options.workers > 1) serveByWorkers(bundle, options, sink, shutdown);
    else await serveAlone(bundle, options, sink, shutdown);
  } catch (error) {
    const [code, why] = explain(error);
    shutdown.end(code, why);
  }
}

/** Why a gateway did not start: something it needs is missing, or it cannot listen where it should. */
function explain(error: unknown): [code: number, why: string] {
  if (error instanceof CannotListen) return [FAILED, error.message];
  if (error instanceof Misused) return [USAGE, error.message];
  if (error instanceof StartError)
    return [CONFIG, ['The gateway cannot start:', ...error.problems].join('\n  ')];
  throw error;
}
