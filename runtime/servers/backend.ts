// A server as the gateway sees it, over any transport: one kept link, listed and called over.
import type { AskKind } from '../contract/asks.ts';
import type { ServerPlan } from '../contract/plan.ts';
import { type Backend, BackendError, type Offerings, type OfferKind } from '../contract/server.ts';
import type { BackendContext } from '../contract/stages.ts';
import { modernMembers } from '../protocol/build.ts';
import { MODERN } from '../protocol/versions.ts';
import { ask } from './ask.ts';
import { sendCall } from './call.ts';
import { failureOf, told } from './failure.ts';
import { type Keep, keepLink } from './keep.ts';
import type { Link, Peer, Transport } from './link.ts';
import { listAll } from './listing.ts';
import { createWants } from './wants.ts';

/** Makes the backend of a server. Nothing is opened before the first listing or call. */
export function createBackend(
  server: ServerPlan,
  {
    environment,
    gateway,
    redactor,
    checker,
    late,
    subscribing,
    watching,
    asking = null,
    owner,
    opened,
    log,
  }: BackendContext,
  transportFor: (peer: Peer) => Transport,
): Backend {
  const { name, timeoutMs } = server;
  const listeners: (() => void)[] = [];
  const redact = redactor(server);
  const clientInfo = JSON.stringify({ name: gateway.name, version: gateway.version });
  let lastId = 0;
  const wants = createWants(() => ({ peer, keep }), watching);
  const peer: Peer = {
    clock: environment.clock,
    timeoutMs,
    clientInfo,
    era: server.era ?? null,
    // No capabilities: what a client can be asked for is said with its calls.
    own: modernMembers({ protocolVersion: MODERN, clientInfo, clientCapabilities: '{}' }),
    asks: capabilitiesOf(server.asks ?? []),
    asking,
    nextId: () => ++lastId,
    changed: () => {
      for (const listener of listeners) listener();
    },
    wants,
    opened,
    unheard: (owner ?? server.alone) ? (line) => log?.(owner, line) : null,
    late: (message, waiter) => late?.(name, message, waiter),
    redact,
    log: (line) => environment.log(`server ${name}: ${redact(line)}`),
  };
  const transport = transportFor(peer);
  const keep: Keep = keepLink(peer, transport);
  return {
    name,
    status: keep.status,
    era: () => keep.current()?.agreement?.era ?? null,
    list: (kinds) => listRedacted(peer, transport, keep, kinds),
    call: (call, sink) => sendCall(peer, keep, call, sink),
    onChanged: (listener) => void listeners.push(listener),
    ...checker?.(peer, keep),
    ...subscribing?.(peer, keep),
    watch: wants.watched.watch,
    logFrom: wants.logFrom,
    close: keep.close,
  };
}

/** What a server may ask for, as a client that offers all of it says so (2025-11-25, schema, ClientCapabilities). */
function capabilitiesOf(kinds: readonly AskKind[]): string {
  const of = { sampling: { context: {}, tools: {} }, elicitation: { form: {}, url: {} }, roots: {} };
  return JSON.stringify(Object.fromEntries(kinds.map((kind) => [kind, of[kind]])));
}

/** What is logged of a listing may repeat what the server was sent. */
async function listRedacted(
  peer: Peer,
  transport: Transport,
  keep: Keep,
  kinds: readonly OfferKind[] | undefined,
): Promise<Offerings> {
  try {
    const listing = await listAgain(peer, transport, keep, kinds);
    const rejected = listing.rejected.map(({ kind, name, reason }) => ({
      kind,
      name: peer.redact(name),
      reason: peer.redact(reason),
    }));
    return { ...listing, rejected };
  } catch (error) {
    throw new BackendError(told(peer, failureOf(error)));
  }
}

/** A session that is gone is noticed at the first request in it: one more try, then. */
async function listAgain(
  peer: Peer,
  transport: Transport,
  keep: Keep,
  kinds: readonly OfferKind[] | undefined,
): Promise<Offerings> {
  const link = await keep.ready(true);
  try {
    return await listIn(peer, transport, link, kinds);
  } catch (error) {
    const { kind, detail } = failureOf(error);
    if (transport.restarts || kind === 'timeout') throw error;
    keep.lost(link, detail);
  }
  return listIn(peer, transport, await keep.ready(true), kinds);
}

function listIn(
  peer: Peer,
  { mirrorOf }: Transport,
  link: Link,
  kinds: readonly OfferKind[] | undefined,
): Promise<Offerings> {
  const asking = (method: string, members: string) => ask(peer, link, method, members, peer.timeoutMs);
  return listAll(asking, link.agreement!, mirrorOf, kinds);
}
