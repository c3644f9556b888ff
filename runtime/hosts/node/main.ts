// A bundle run as a program: starts, says where it listens, drains on a signal, ends with an exit code that tells why.
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment, HttpClient, Spawn } from '../../contract/environment.ts';
import { type Bundle, type Gateway, StartError } from '../../contract/gateway.ts';
import type { Front } from '../../contract/http.ts';
import type { Plan } from '../../contract/plan.ts';
import { nodeEnvironment } from './environment.ts';
import { HELP, type Options, readOptions } from './options.ts';
import type { Listen, Serving } from './serve.ts';
import { endOnSignals, type Shutdown } from './shutdown.ts';
import { type LineSink, lineSink } from './sink.ts';

/** The parts of a host that the entry picks: how it serves, and what only some gateways' servers need. */
export interface HostParts {
  /** Listens and serves; throws the system's error when it cannot. `log` takes what went wrong inside. */
  readonly serve: (front: Front, listen: Listen, log: (line: string) => void) => Promise<Serving>;
  readonly http?: () => HttpClient;
  readonly spawn?: Spawn;
}

/** How long calls in flight may take to end, in milliseconds. */
const DRAIN_MS = 30_000;

/** Exit codes, after sysexits.h where it has one. */
const FAILED = 1;
const USAGE = 2;
const SINK_BROKEN = 74;
const CONFIG = 78;

/** True when the module at `url` is the program that node was started with. */
export function isMain(url: string): boolean {
  try {
    return realpathSync(process.argv[1]!) === realpathSync(fileURLToPath(url));
  } catch {
    return false;
  }
}

/** Runs `bundle` with `argv` (the options only). Resolves when it serves, or has said why it does not. */
export async function main(bundle: Bundle, parts: HostParts, argv: readonly string[]): Promise<void> {
  // A reader that has gone is no reason to crash; the audit's own sink tells of it where it matters.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const shutdown = endOnSignals(log);
  let options: Options;
  try {
    options = readOptions(argv, process.env.PORT);
  } catch (error) {
    return shutdown.end(USAGE, `${(error as Error).message} See --help.`);
  }
  const { name, hash, compiler } = bundle.policy;
  if (options.help) process.stdout.write(HELP);
  else if (options.version) process.stdout.write(`${name}\npolicy ${hash}\ncompiler ${compiler}\n`);
  else await run(bundle, parts, options, shutdown);
}

async function run(bundle: Bundle, parts: HostParts, options: Options, shutdown: Shutdown): Promise<void> {
  // A gateway that cannot leave a trace of what it allows may not allow anything.
  const sink = lineSink(1, (reason) =>
    shutdown.end(SINK_BROKEN, `standard output takes no audit records any more: ${reason}`),
  );
  process.on('exit', sink.flush);
  let where: string | null = null;
  try {
    const { gateway, front } = bundle.createGateway(worldOf(parts, sink));
    shutdown.drain = gateway.close;
    const listen = { ...gateway.plan.listen, ...options };
    where = addressOf(listen);
    const serving = await parts.serve(front, listen, log);
    shutdown.drain = () => drain(gateway, serving, sink);
    gateway.start();
    announce(gateway.plan, serving);
  } catch (error) {
    const [code, why] = explain(error, where);
    shutdown.end(code, why);
  }
}

/** What these errors mean; each host has its own words for them, or none. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'address not available',
};

/** Why a gateway did not start: something it needs is missing, or it cannot listen `where` it should. */
function explain(error: unknown, where: string | null): [code: number, why: string] {
  if (error instanceof StartError) {
    return [CONFIG, ['The gateway cannot start:', ...error.problems].join('\n  ')];
  }
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (where === null || syscall === undefined) throw error;
  const reason = REASONS[code] ?? code;
  return [FAILED, `Cannot listen on ${where}: ${reason}. Choose another address with --port or --host.`];
}

function worldOf({ http, spawn = absent }: HostParts, { add }: LineSink): Environment {
  const folder = dirname(realpathSync(process.argv[1]!));
  const client = http?.() ?? { request: absent, close: async () => {} };
  return nodeEnvironment({ folder, http: client, spawn, sink: add, log });
}

/** Stands in for a client that no server of the bundle needs. */
function absent(): never {
  throw new Error('This bundle has no such client.');
}

function announce({ name, policy, listen }: Plan, { address }: Serving): void {
  log(`${name} listens on http://${addressOf(address)}${listen.path} (policy ${policy.hash.slice(0, 12)})`);
}

function addressOf({ host, port }: Listen): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function drain(gateway: Gateway, serving: Serving, sink: LineSink): Promise<void> {
  log(`draining for at most ${DRAIN_MS / 1000} s`);
  const closed = serving.close(DRAIN_MS);
  await gateway.drain(DRAIN_MS);
  await closed;
  await gateway.close();
  await sink.idle();
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}
