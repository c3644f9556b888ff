// One gateway in a world of its own: the shipped bytes with clock, random numbers, network and processes replaced.
import type { AuditRecord } from '../../../runtime/contract/audit.ts';
import type { Environment } from '../../../runtime/contract/environment.ts';
import type { Bundle, RunningGateway } from '../../../runtime/contract/gateway.ts';
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { Received } from '../outcome.ts';
import { type Addresses, addressesOf, type Offers } from './addresses.ts';
import { type Address, type ClientRequest, type Pending, send } from './client.ts';
import { type VirtualClock, virtualClock } from './clock.ts';
import { credentialOf, type Tokens } from './credentials.ts';
import type { Dummies } from './dummies.ts';
import type { Fault } from './faults.ts';
import { testDigest } from './keys.ts';
import { memoryHttp, memorySpawn } from './network.ts';
import { askMethods } from './protocol.ts';
import { seededRandom } from './random.ts';
import { turn, until } from './turns.ts';

/** What every gateway of one suite is made of. */
export interface WorldParts extends Offers, Tokens {
  readonly bundle: Bundle;
  readonly dummies: Dummies;
  /** Milliseconds since the epoch. */
  readonly clock: number;
}

export interface Asking {
  readonly received: Received;
  /** The audit records that the request made, in order. */
  readonly records: readonly AuditRecord[];
}

export interface World {
  readonly plan: Plan;
  /** Sends one request and waits for its answer and, where it makes one, its audit record. */
  ask(request: ClientRequest): Promise<Asking>;
  advance(ms: number): Promise<void>;
  /** From now on this goes wrong at a server. */
  fault(fault: Fault): void;
  close(): Promise<void>;
}

/** No deadline of a call is longer. */
const LONGEST_MS = 60 * 60 * 1000;

/** The gateway did something that no test can go on from. The message is for the person who runs the tests. */
export class WorldError extends Error {
  override readonly name = 'WorldError';
}

/**
 * Starts a fresh gateway and waits until its servers are up.
 *
 * @throws WorldError when it does not start
 */
export async function openWorld(parts: WorldParts): Promise<World> {
  const clock = virtualClock(parts.clock);
  const lines: string[] = [];
  const { running, addresses } = create(parts, clock, (line) => void lines.push(line));
  running.gateway.start();
  await ready(running);
  return worldOf(running, addresses, clock, lines, parts);
}

/**
 * The plan within the bytes, without starting anything.
 *
 * @throws WorldError when no gateway can be made of them
 */
export function planOf(parts: WorldParts): Plan {
  return create(parts, virtualClock(parts.clock), () => undefined).running.gateway.plan;
}

/** The environment comes before the plan that it speaks of; it is asked for nothing of it before the gateway starts. */
function create(
  parts: WorldParts,
  clock: VirtualClock,
  sink: (line: string) => void,
): { readonly running: RunningGateway; readonly addresses: Addresses } {
  const late: { running: RunningGateway | null; addresses: Addresses | null } = {
    running: null,
    addresses: null,
  };
  const { env, readFile, resolve } = parts.dummies;
  const { documents, files } = parts.issuers ?? {};
  const running = make(parts.bundle, {
    env,
    readFile: (path) => files?.get(path) ?? readFile(path),
    clock,
    random: seededRandom(1),
    digest: testDigest(() => late.running?.gateway.plan.agents ?? []),
    http: memoryHttp((url) => late.addresses?.http(url), clock, documents),
    spawn: memorySpawn((command, given) => late.addresses?.child(command, given), clock),
    sink,
    log: () => undefined,
  });
  late.running = running;
  const addresses = addressesOf(running.gateway.plan, parts, resolve);
  late.addresses = addresses;
  return { running, addresses };
}

function make(bundle: Bundle, environment: Environment): RunningGateway {
  try {
    return bundle.createGateway(environment);
  } catch (error) {
    throw new WorldError(
      `The gateway does not start: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function ready({ gateway }: RunningGateway): Promise<void> {
  const waiting = (): string[] => {
    const servers = Object.entries(gateway.readiness().servers);
    return servers.filter(([, status]) => status.state !== 'up').map(([name]) => name);
  };
  if (await until(() => waiting().length === 0)) return;
  const reasons = waiting().map((name) => {
    const status = gateway.readiness().servers[name];
    return status?.state === 'down' ? `${name}: ${status.reason}` : `${name} does not come up`;
  });
  throw new WorldError(`The servers of this test are not up: ${reasons.join('; ')}`);
}

function worldOf(
  running: RunningGateway,
  addresses: Addresses,
  clock: VirtualClock,
  lines: string[],
  tokens: Tokens,
): World {
  const { front, gateway } = running;
  const address = addressOf(gateway.plan);
  let asked = 0;
  return {
    plan: gateway.plan,
    async ask(request) {
      lines.length = 0;
      asked += 1;
      const credential = await credentialOf(request.as, tokens, clock.now());
      const pending = await send(front, address, asked, request, credential);
      const received = await answerOf(pending, request, lines, clock);
      return { received, records: lines.map((line) => JSON.parse(line) as AuditRecord) };
    },
    advance: (ms) => clock.advance(ms, turn),
    fault: (fault) => addresses.fault(fault),
    close: () => gateway.close(),
  };
}

async function answerOf(
  pending: Pending,
  request: ClientRequest,
  lines: readonly string[],
  clock: VirtualClock,
): Promise<Received> {
  const audited = askMethods.has(request.method);
  const done = (): boolean => pending.received !== null && (!audited || lines.length > 0);
  // What waits for a timer (a deadline, a retry, a slow answer) gets the time it waits for, and no call more than an hour.
  for (let passed = 0; !(await until(done)); ) {
    const wait = pending.received === null ? clock.next() : null;
    if (wait === null || passed + wait > LONGEST_MS) break;
    await clock.advance(wait, turn);
    passed += wait;
  }
  if (pending.received === null)
    throw new WorldError('The gateway did not answer, and had nothing left to do.');
  if (audited && lines.length === 0) throw new WorldError('The gateway answered, but wrote no audit record.');
  return pending.received;
}

function addressOf(plan: Plan): Address {
  const { host, port, path, hosts } = plan.listen;
  const own = host.includes(':') ? `[${host}]` : host;
  return { host: hosts[0] ?? `${own}:${port}`, path };
}
