// A bundle run as a program: starts, says where it listens, drains on a signal, ends with an exit code that tells why.
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HttpClient, Spawn } from '../../contract/environment.ts';
import { type Bundle, type RunningGateway, StartError } from '../../contract/gateway.ts';
import { noHttp, noSpawn } from './absent.ts';
import { HELP, readCommand } from './arguments.ts';
import { nodeEnvironment } from './environment.ts';
import { type Listen, type Serving, serve } from './serve.ts';
import { endOnSignals } from './shutdown.ts';
import { type LineSink, lineSink } from './sink.ts';

/** The parts of a host that a bundle brings only when its servers need them. */
export interface HostParts {
  readonly http?: () => HttpClient;
  readonly spawn?: Spawn;
}

/** Exit codes, after sysexits.h where it has one. */
const USAGE = 2;
const CONFIG = 78;
const FAILED = 1;
const SINK_BROKEN = 74;
const INTERNAL = 70;

/** True when the module at `url` is the program that node was started with. */
export function isMain(url: string): boolean {
  const script = process.argv[1];
  if (script === undefined || !url.startsWith('file:')) return false;
  try {
    return realpathSync(script) === realpathSync(fileURLToPath(url));
  } catch {
    return false;
  }
}

/**
 * Runs `bundle` with `argv` (the options only). Resolves when it serves, or has said why it does not; the exit code is set.
 */
export async function main(bundle: Bundle, parts: HostParts, argv: readonly string[]): Promise<void> {
  // A reader that has gone is no reason to crash; the audit's own sink tells of it where it matters.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const early = readCommand(argv, undefined, { host: '', port: 0 });
  if (early.kind === 'help') return print(HELP);
  if (early.kind === 'version') return print(versionOf(bundle));
  if (early.kind === 'usage') return fail(USAGE, [early.problem]);
  const world = open(bundle, parts);
  if (world === null) return;
  const { listen } = world.running.gateway.plan;
  const command = readCommand(argv, process.env.PORT, listen);
  if (command.kind === 'serve') return run(world, command);
  if (command.kind === 'usage') fail(USAGE, [command.problem]);
}

interface World {
  readonly running: RunningGateway;
  readonly sink: LineSink;
  /** Set when the gateway runs: what to do when its audit can no longer be written. */
  readonly onBroken: { run: (reason: string) => void };
}

function open(bundle: Bundle, parts: HostParts): World | null {
  const onBroken = { run: (_reason: string): void => {} };
  const sink = lineSink(1, (reason) => onBroken.run(reason));
  const environment = nodeEnvironment({
    folder: dirname(realpathSync(process.argv[1] ?? '.')),
    http: parts.http?.() ?? noHttp,
    spawn: parts.spawn ?? noSpawn,
    sink: sink.add,
    log,
  });
  try {
    return { running: bundle.createGateway(environment), sink, onBroken };
  } catch (error) {
    if (error instanceof StartError) {
      fail(CONFIG, ['The gateway cannot start:', ...error.problems.map((problem) => `  ${problem}`)]);
    } else {
      fail(INTERNAL, [
        `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      ]);
    }
    return null;
  }
}

async function run({ running, sink, onBroken }: World, listen: Listen): Promise<void> {
  const serving = await listening(running, listen);
  if (serving === null) return;
  process.on('exit', () => sink.flush());
  running.gateway.start();
  const shutdown = endOnSignals(running.gateway, serving, sink, log);
  // A gateway that cannot leave a trace of what it allows may not allow anything.
  onBroken.run = (reason) =>
    shutdown(SINK_BROKEN, `standard output takes no audit records any more: ${reason}`);
  const { name, policy } = running.gateway.plan;
  const { host, port } = serving.address;
  const shown = host.includes(':') ? `[${host}]` : host;
  log(
    `${name} listens on http://${shown}:${port}${running.gateway.plan.listen.path} (policy ${policy.hash.slice(0, 12)})`,
  );
}

async function listening(running: RunningGateway, listen: Listen): Promise<Serving | null> {
  try {
    return await serve(running.front, listen, log);
  } catch (error) {
    await running.gateway.close();
    fail(FAILED, [listenProblem(error as NodeJS.ErrnoException, listen)]);
    return null;
  }
}

function listenProblem({ code, message }: NodeJS.ErrnoException, { host, port }: Listen): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use. Choose another with --port, or end what listens there.`;
    case 'EACCES':
      return `Port ${port} on ${host} needs rights this process does not have. Choose one above 1023 with --port.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is no address of this machine. Choose another with --host.`;
    default:
      return `The gateway cannot listen on ${host}:${port}: ${message}`;
  }
}

function versionOf({ policy }: Bundle): string {
  return `${policy.name}\npolicy ${policy.hash}\ncompiler ${policy.compiler}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(code: number, lines: readonly string[]): void {
  for (const line of lines) log(line);
  process.exitCode = code;
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}
