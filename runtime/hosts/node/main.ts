// A bundle run as a program: starts, says where it listens, drains on a signal, ends with an exit code that tells why.
import { StartError } from '../../contract/gateway.ts';
import { serveAlone } from './alone.ts';
import { CannotListen } from './listen.ts';
import { helpOn, Misused, type Options, readOptions } from './options.ts';
import type { Program, Serve, Ways } from './program.ts';
import { endOnSignals, type Shutdown } from './shutdown.ts';
import { lineSink } from './sink.ts';
import { log } from './world.ts';

export { isMain } from './bundle-path.ts';

/** Exit codes, after sysexits.h where it has one. */
const FAILED = 1;
const USAGE = 2;
const SINK_BROKEN = 74;
const CONFIG = 78;

/** Runs `bundle` with `argv` (the options only). Resolves when it serves, or has said why it does not. */
export async function main(bundle: Program, argv: readonly string[], ways: Ways = {}): Promise<void> {
  // A reader that has gone is no reason to crash; the audit's own sink tells of it where it matters.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const shutdown = endOnSignals(log);
  // A process that was started with a channel does not outlive who holds its other end.
  process.once('disconnect', () => shutdown.end(0, 'the process that started this one has gone'));
  let options: Options;
  try {
    options = readOptions(argv, ways, process.env.PORT);
  } catch (error) {
    return shutdown.end(USAGE, `${(error as Error).message}\nSee --help.`);
  }
  const { name, hash, compiler } = bundle.policy;
  if (options.help) process.stdout.write(helpOn(ways));
  else if (options.version) process.stdout.write(`${name}\npolicy ${hash}\ncompiler ${compiler}\n`);
  else await run(bundle, options, ways, shutdown);
}

async function run(bundle: Program, options: Options, ways: Ways, shutdown: Shutdown): Promise<void> {
  // A gateway that cannot leave a trace of what it allows may not allow anything.
  const sink = lineSink(1, (reason) =>
    shutdown.end(SINK_BROKEN, `standard output takes no audit records any more: ${reason}`),
  );
  process.on('exit', sink.flush);
  try {
    await wayOf(options, ways)(bundle, options, sink, shutdown);
  } catch (error) {
    const [code, why] = explain(error);
    shutdown.end(code, why);
  }
}

/** The options are only there where the ways are. */
function wayOf({ workers, watch }: Options, ways: Ways): Serve {
  if (workers > 1) return ways.workers!.serve;
  return watch ? ways.live!.serve : serveAlone;
}

/** Why a gateway did not start: something it needs is missing, or it cannot listen where it should. */
function explain(error: unknown): [code: number, why: string] {
  if (error instanceof CannotListen) return [FAILED, error.message];
  if (error instanceof Misused) return [USAGE, error.message];
  if (error instanceof StartError)
    return [CONFIG, ['The gateway cannot start:', ...error.problems].join('\n  ')];
  throw error;
}
