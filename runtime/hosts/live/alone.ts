// A bundle served by one process, and whatever its file newly holds after it.
import { randomBytes } from 'node:crypto';
import type { Shared } from '../../contract/shared.ts';
import { newSessions } from '../../front/sessions.ts';
import { open } from '../node/alone.ts';
import { bundlePath } from '../node/bundle-path.ts';
import { addressOf, listenOf } from '../node/listen.ts';
import type { Serve, Way } from '../node/program.ts';
import { log, worldOf } from '../node/world.ts';
import { createKeeper } from './keeper.ts';
import { takeNews } from './news.ts';
import { createSuccession } from './succession.ts';

/** `--watch-bundle`. */
export const live: Way = {
  help: '--watch-bundle    Take a new gateway.mjs while serving, without losing a call; SIGHUP takes it at once.',
  serve: serveLive,
};

async function serveLive(...[bundle, options, sink, shutdown]: Parameters<Serve>): Promise<void> {
  const succession = createSuccession(bundle, {
    world: (next, shared) => worldOf(next, sink, shared),
    shared: processShared(),
    store: null,
    addressOf: (plan) => addressOf(listenOf(plan, options)),
    follows: true,
    serves: true,
    log,
  });
  await open(succession, bundle, options, sink, shutdown);
  takeNews(bundlePath(), bundle, succession, log);
}

/** What the gateways of one process share where there are no others. */
function processShared(): Omit<Shared, 'store'> {
  return { sessions: newSessions(randomBytes), keep: createKeeper(), readiness: (own) => own, trials: null };
}
