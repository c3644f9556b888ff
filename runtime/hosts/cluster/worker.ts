// A worker: serves as a lone process does, and shares with the others, through the primary, what must be one.

import type { Gateway, Readiness } from '../../contract/gateway.ts';
import type { SessionNews, Shared, SharedSessions } from '../../contract/shared.ts';
import { remember, SESSION_DEFAULTS, setWish } from '../../front/sessions.ts';
import { encode } from '../../protocol/bytes.ts';
import { createLoader, reasonOf, Unfit } from '../live/load.ts';
import { createSuccession, type Heir, type Succession } from '../live/succession.ts';
import { drain } from '../node/alone.ts';
import { bundlePath } from '../node/bundle-path.ts';
import { addressOf, listenAt, listenOf } from '../node/listen.ts';
import type { Options } from '../node/options.ts';
import type { Program } from '../node/program.ts';
import type { Shutdown } from '../node/shutdown.ts';
import type { LineSink } from '../node/sink.ts';
import { log, worldOf } from '../node/world.ts';
import type { Down, Up } from './messages.ts';
import { together } from './readiness.ts';
import { createRemote } from './remote.ts';

/** How often a worker looks how it is, in milliseconds. */
const LOOK_MS = 500;

const send = (message: Up): void => {
  try {
    process.send!(message);
  } catch {
    // The primary is gone, and this process is about to be.
  }
};

/** Serves `bundle` as one of several. Throws CannotListen. */
export async function serveAsWorker(
  bundle: Program,
  options: Options,
  sink: LineSink,
  shutdown: Shutdown,
): Promise<void> {
  const remote = createRemote(send);
  const told = hear();
  process.on('message', remote.take);
  send({ up: 'hello' });
  const { sealKey, ended, levels, watched } = await told('welcome');
  const sessions: SharedSessions = {
    sealKey,
    ended: new Map(ended.map((key) => [key, true])),
    inFlight: new Map(),
    asked: { pushed: new Map(), parked: new Map() },
    levels: new Map(levels),
    watched: new Map(watched.map(([key, uris]) => [key, new Set(uris)])),
    // Who comes back may come to another worker.
    tasks: null,
    streams: null,
    listeners: new Set(),
    tell: (what, key, value) => send({ up: 'session', news: { what, key, value } }),
  };
  const succession = createSuccession(bundle, {
    world: (next, shared) => worldOf(next, sink, shared),
    shared: {
      sessions,
      keep: remote.backend,
      readiness: createReadiness(),
      trials: (policy, counts) => send({ up: 'trials', policy, counts }),
    },
    store: remote.store,
    addressOf: (plan) => addressOf(listenOf(plan, options)),
    follows: options.watch,
    serves: true,
    log,
  });
  shutdown.drain = succession.close;
  process.on('message', follow(succession, sessions, shutdown));
  await succession.gateway.start();
  send({ up: 'warm' });
  const { where } = await told('listen');
  const serving = await listenAt(bundle.parts, succession.front, where);
  shutdown.drain = () => drain(succession, serving, sink);
  send({ up: 'listening', address: serving.address, policy: bundle.policy.hash });
  setInterval(() => succession.gateway.readiness(), LOOK_MS).unref();
}

type Told<Kind extends Down['down']> = Extract<Down, { readonly down: Kind }>;

/** Returns what waits for a message of a kind. */
function hear(): <Kind extends Down['down']>(kind: Kind) => Promise<Told<Kind>> {
  return (kind) =>
    new Promise((resolve) => {
      process.on('message', function take(message: Down) {
        if (message.down !== kind) return;
        process.off('message', take);
        resolve(message as Told<typeof kind>);
      });
    });
}

/** What the primary asks of a worker that serves. */
function follow(
  succession: Succession,
  sessions: SharedSessions,
  shutdown: Shutdown,
): (message: Down) => void {
  const load = createLoader(bundlePath());
  let heir: Heir | null = null;
  const prepare = async (text: string): Promise<string | null> => {
    try {
      heir = await succession.prepare(await load(text));
      return null;
    } catch (error) {
      return error instanceof Unfit ? error.message : `internal error: ${reasonOf(error)}`;
    }
  };
  return (message) => {
    if (message.down === 'session') hearNews(sessions, message.news, succession.gateway);
    else if (message.down === 'prepare')
      void prepare(message.text).then((problem) => send({ up: 'prepared', problem }));
    else if (message.down === 'commit') void heir?.takeOver().then(() => send({ up: 'retired' }));
    else if (message.down === 'abandon') void heir?.abandon();
    else if (message.down === 'drain') shutdown.end(0, 'the primary ends this worker');
  };
}

function hearNews(
  sessions: SharedSessions,
  { what, key, value = '' }: SessionNews,
  { streams }: Pick<Gateway, 'streams'>,
): void {
  if (what === 'told') return void streams?.tell(key, [encode(value)]);
  if (what === 'cancelled') return sessions.inFlight.get(key)?.();
  if (what === 'ended') remember(sessions.ended, key, true, SESSION_DEFAULTS.remembered);
  else setWish(sessions, key, what, value);
  for (const heard of sessions.listeners) heard(key);
}

/** Tells how this worker is when that changes, and how all are. */
function createReadiness(): Shared['readiness'] {
  let others: readonly Readiness[] = [];
  let last = '';
  process.on('message', (message: Down) => {
    if (message.down === 'readiness') others = message.others;
  });
  return (own) => {
    const text = JSON.stringify(own);
    if (text !== last) send({ up: 'readiness', own });
    last = text;
    return together(own, others);
  };
}
