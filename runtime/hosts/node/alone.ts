// A bundle served by one process.
import type { Gateway } from '../../contract/gateway.ts';
import type { Front } from '../../contract/http.ts';
import { announce, listenAt, listenOf } from './listen.ts';
import type { Serve } from './program.ts';
import type { Serving } from './serve.ts';
import type { LineSink } from './sink.ts';
import { log, worldOf } from './world.ts';

/** How long calls in flight may take to end, in milliseconds. */
export const DRAIN_MS = 30_000;

/** What a process serves: one gateway, or one after the other. */
export interface House {
  readonly front: Front;
  readonly gateway: Gateway;
  /** Takes no new calls; resolves when none is in flight, or after `ms`. */
  drain(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Serves the gateway of `bundle`, and no other. */
export const serveAlone: Serve = (bundle, options, sink, shutdown) => {
  const { gateway, front } = bundle.createGateway(worldOf(bundle, sink));
  const house = { front, gateway, drain: gateway.drain, close: gateway.close };
  return open(house, bundle, options, sink, shutdown);
};

/** Serves what is in `house`. */
export async function open(
  house: House,
  ...[{ parts }, options, sink, shutdown]: Parameters<Serve>
): Promise<void> {
  shutdown.drain = house.close;
  const { plan } = house.gateway;
  const serving = await listenAt(parts, house.front, listenOf(plan, options));
  shutdown.drain = () => drain(house, serving, sink);
  void house.gateway.start();
  announce(plan, serving.address);
}

/** Lets what is in flight end, then ends all that runs. */
export async function drain(house: House, serving: Serving, sink: LineSink): Promise<void> {
  log(`draining for at most ${DRAIN_MS / 1000} s`);
  const closed = serving.close(DRAIN_MS);
  await house.drain(DRAIN_MS);
  await closed;
  await house.close();
  await sink.idle();
}
