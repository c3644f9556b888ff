// The host Workers. The first request of an isolate makes the gateway; nothing runs between requests.
import type { HttpClient } from '../contract/environment.ts';
import { type Bundle, type RunningGateway, StartError } from '../contract/gateway.ts';
import type { Front } from '../contract/http.ts';
import { errorMessage } from '../protocol/build.ts';
import { encode } from '../protocol/bytes.ts';
import { bodyOf } from './workers/body.ts';
import { createClock, type WorkerClock } from './workers/clock.ts';
import { type Bindings, log, workerEnvironment } from './workers/environment.ts';
import { respond, responseOf } from './workers/exchange.ts';
import { headOf } from './workers/head.ts';
import { isolated } from './workers/shared.ts';

/** Keeps the request in which it is called until `work` is done. */
type Hold = (work: Promise<unknown>) => void;

/** The parts of the host that a bundle brings only when its servers need them. */
export interface WorkerParts {
  readonly http?: (options: { readonly hold: Hold }) => HttpClient;
}

/** What a Worker is given with each request, as far as it is used. */
export interface Context {
  /** Keeps the request alive until `work` is done, for at most 30 seconds after its answer. */
  waitUntil(work: Promise<unknown>): void;
}

export interface Worker {
  fetch(request: Request, bindings: Bindings, context: Context): Promise<Response>;
}

/** The Worker of `bundle`: what it exports by default. A gateway that cannot start answers every request with 503. */
export function worker(bundle: Bundle, { http }: WorkerParts): Worker {
  const clock = createClock();
  let running: RunningGateway | StartError | null = null;
  let context: Context;
  // Work belongs to the request in which it begins, whichever context is asked to hold it.
  const hold: Hold = (work) => context.waitUntil(work);
  return {
    async fetch(request, bindings, given) {
      context = given;
      clock.catchUp();
      running ??= start(bundle, http?.({ hold }), bindings, clock, hold);
      if (running instanceof StartError) return unable(running);
      return serve(running.front, request);
    },
  };
}

const UNSEALED =
  'listen.seal is not set: a session of a client older than 2026-07-28, and a task, holds in one isolate only';

function start(
  { createGateway }: Bundle,
  http: HttpClient | undefined,
  bindings: Bindings,
  clock: WorkerClock,
  hold: Hold,
): RunningGateway | StartError {
  const world = workerEnvironment(bindings, clock, http);
  try {
    const running = createGateway({ ...world, shared: isolated(world.random) });
    if (running.gateway.plan.listen.seal === undefined) log(UNSEALED);
    hold(running.gateway.start());
    return running;
  } catch (error) {
    if (error instanceof StartError) return error;
    throw error;
  }
}

/** The operator is told all that is missing, with every request; the caller only that something is. */
function unable({ problems }: StartError): Response {
  log(`The gateway cannot start: ${problems.join('; ')}`);
  const message = 'The gateway cannot start: its log says what is missing.';
  const body = errorMessage(null, 503, message, {});
  const fields = ['content-type', 'application/json', 'cache-control', 'no-store'];
  return responseOf({ status: 503, fields, body: [body] });
}

async function serve(front: Front, request: Request): Promise<Response> {
  const head = headOf(request);
  try {
    if (lengthOfHead(head.fields) > front.bounds.headBytes) return responseOf(front.refuse(431, head));
    const decision = await front.admit(head);
    if ('status' in decision) return responseOf(decision);
    const body = await bodyOf(request, front.bounds);
    if (typeof body === 'number') return responseOf(front.refuse(body, head));
    return await respond(request.signal, (exchange) => front.serve(decision, body, exchange));
  } catch (error) {
    // A mistake of ours: the operator is told all, the client only that there was one.
    log(`internal error: ${error instanceof Error ? error.stack : error}`);
    return responseOf(front.refuse(500, head));
  }
}

function lengthOfHead(fields: readonly string[]): number {
  return encode(fields.join('')).length;
}
