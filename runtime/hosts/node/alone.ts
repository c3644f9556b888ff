// A bundle served by one process.

import { createSuccession, type Succession } from '../live/succession.ts';
import { bundlePath } from './bundle-path.ts';
import { addressOf, announce, listenAt, listenOf } from './listen.ts';
import { takeNews } from './news.ts';
import type { Options } from './options.ts';
import type { Program } from './program.ts';
import type { Serving } from './serve.ts';
import type { Shutdown } from './shutdown.ts';
import type { LineSink } from './sink.ts';
import { log, processShared, worldOf } from './world.ts';

/** How long calls in flight may take to end, in milliseconds. */
export const DRAIN_MS = 30_000;

/** Serves `bundle` until `shutdown`. Throws StartError or CannotListen. */
export async function serveAlone(
  bundle: Program,
  options: Options,
  sink: LineSink,
  shutdown: Shutdown,
): Promise<void> {
  const succession = createSuccession(bundle, {
    world: (next, shared) => worldOf(next, shared, sink),
    shared: processShared(),
    store: null,
    addressOf: (plan) => addressOf(listenOf(plan, options)),
    follows: options.watch,
    serves: true,
    log,
  });
  shutdown.drain = succession.close;
  const { plan } = succession.gateway;
  const serving = await listenAt(bundle.parts, succession.front, listenOf(plan, options));
  shutdown.drain = () => drain(succession, serving, sink);
  void succession.gateway.start();
  announce(plan, serving.address);
  if (options.watch) takeNews(bundlePath(), bundle, succession, log);
}

/** Lets what is in flight end, then ends all that runs. */
export async function drain(succession: Succession, serving: Serving, sink: LineSink): Promise<void> {
  log(`draining for at most ${DRAIN_MS / 1000} s`);
  const closed = serving.close(DRAIN_MS);
  await succession.drain(DRAIN_MS);
  await closed;
  await succession.close();
  await sink.idle();
}
