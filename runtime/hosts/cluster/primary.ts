// `--workers N`: the process that serves nothing itself. It counts, keeps servers that are processes, and speaks for all workers.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plan } from '../../contract/plan.ts';
import type { SessionNews } from '../../contract/shared.ts';
import { newSessions, remember, SESSION_DEFAULTS, setWish } from '../../front/sessions.ts';
import { reasonOf, Unfit } from '../live/load.ts';
import { type Agree, takeNews } from '../live/news.ts';
import { createSuccession } from '../live/succession.ts';
import { DRAIN_MS } from '../node/alone.ts';
import { bundlePath } from '../node/bundle-path.ts';
import { addressOf, announce, CannotListen, listenOf } from '../node/listen.ts';
import { Misused, type Options } from '../node/options.ts';
import type { Program } from '../node/program.ts';
import type { Listen } from '../node/serve.ts';
import type { Shutdown } from '../node/shutdown.ts';
import type { LineSink } from '../node/sink.ts';
import { log, worldOf } from '../node/world.ts';
import { type Consent, createConsent } from './consent.ts';
import { type Crew, createCrew, type Member } from './crew.ts';
import { createDesk } from './desk.ts';
import type { Up } from './messages.ts';
import { createServers } from './servers.ts';

/** What the workers may take beyond their own time to drain, in milliseconds. */
const MARGIN_MS = 3_000;
/** How often the primary looks how its servers are, in milliseconds. */
const LOOK_MS = 500;

/** Serves `bundle` by workers until `shutdown`. Throws StartError before any is started. */
export function serveByWorkers(bundle: Program, options: Options, sink: LineSink, shutdown: Shutdown): void {
  const path = bundlePath();
  const text = textOf(path, bundle);
  const sessions = newSessions(randomBytes);
  const servers = createServers((made) => crew.tellAll({ down: 'changed', made }));
  const consent = createConsent(() => crew);
  const succession = createSuccession(bundle, {
    world: (next, shared) => worldOf(next, sink, shared),
    shared: { sessions, keep: servers.keep, readiness: (own) => own, trials: null },
    store: null,
    addressOf: (plan) => addressOf(listenOf(plan, options)),
    follows: false,
    serves: false,
    others: consent.commit,
    log,
  });
  const { plan } = succession.gateway;
  refuseAsking(plan);
  const places = createPlaces(listenOf(plan, options), (member, where) => {
    crew.tell(member, { down: 'listen', where });
  });
  let announced = false;

  function heard(member: Member, message: Up): void {
    const { up } = message;
    if (up === 'hello') {
      crew.tell(member, {
        down: 'welcome',
        sealKey: sessions.sealKey,
        ended: [...sessions.ended.keys()],
        levels: [...sessions.levels],
        watched: [...sessions.watched].map(([key, uris]) => [key, [...uris]]),
      });
      crew.tell(member, servers.status());
    } else if (up === 'warm') places.ask(member);
    else if (up === 'listening') listening(member, message.address);
    else if (up === 'session') tellNews(message.news, member);
    else if (up === 'trials') succession.of(message.policy)?.trials?.(message.counts);
    else if (up === 'readiness') {
      member.readiness = message.own;
      tellReadiness(crew);
    } else consent.heard(member, message);
  }

  function listening(member: Member, address: Listen): void {
    member.address = address;
    places.found(address);
    tellReadiness(crew);
    if (announced || [...crew.members].some((one) => one.address === null)) return;
    announced = true;
    announce(plan, address, `, ${options.workers} workers`);
  }

  function tellNews(news: SessionNews, from: Member): void {
    const { what, key, value = '' } = news;
    if (what === 'ended') {
      remember(sessions.ended, key, true, SESSION_DEFAULTS.remembered);
      sessions.levels.delete(key);
      sessions.watched.delete(key);
    } else if (what !== 'cancelled' && what !== 'told') setWish(sessions, key, what, value);
    crew.tellAll({ down: 'session', news }, from);
  }

  const crew: Crew = createCrew({
    count: options.workers,
    path,
    desk: (send) => createDesk(send, () => succession.gateway.store, servers.find),
    heard,
    gone(member) {
      places.gone(member);
      consent.gone(member);
      tellReadiness(crew);
    },
    records: sink.add,
    log,
    failed: (code) => shutdown.end(code, 'A worker could not start.'),
  });
  shutdown.drain = async () => {
    log(`draining for at most ${DRAIN_MS / 1000} s`);
    await crew.end(DRAIN_MS + MARGIN_MS);
    await succession.close();
    await sink.idle();
  };
  crew.start(text);
  watchServers(() => crew.tellAll(servers.status()), servers.status);
  if (options.watch) takeNews(path, bundle, succession, log, agreeing(consent));
}

/** A client's answer to what a server asks may reach any worker, and the call waits in one. */
function refuseAsking({ servers }: Plan): void {
  const asking = servers.find(({ asks }) => asks !== undefined);
  if (asking === undefined) return;
  throw new Misused(
    `Server ${asking.name} may ask clients (\`ask:\`), and such calls wait in one process: leave --workers out.`,
  );
}

/** The text that workers are started from: what this process runs. */
function textOf(path: string, { policy }: Program): string {
  try {
    const text = readFileSync(path, 'utf8');
    if (text.includes(policy.hash)) return text;
  } catch (error) {
    throw new CannotListen(`${path} cannot be read: ${reasonOf(error)}`);
  }
  throw new CannotListen(`${path} changed while it was started. Start it again.`);
}

/**
 * The first worker finds where to listen, as any free port; the others listen where it does. The primary opens the
 * port for all, and knows it by what was asked for; with Bun each worker opens it.
 */
function createPlaces(wanted: Listen, give: (member: Member, where: Listen) => void) {
  let known: Listen | null = null;
  let first: Member | null = null;
  let waiting: Member[] = [];
  function ask(member: Member): void {
    if (known !== null) return give(member, known);
    if (first !== null) return void waiting.push(member);
    first = member;
    give(member, wanted);
  }
  return {
    ask,
    found({ port }: Listen): void {
      known ??= 'Bun' in globalThis ? { ...wanted, port } : wanted;
      for (const member of waiting.splice(0)) give(member, known);
    },
    gone(member: Member): void {
      waiting = waiting.filter((one) => one !== member);
      if (first === member) first = null;
      if (first === null && known === null && waiting.length > 0) ask(waiting.shift()!);
    },
  };
}

/** Tells each worker how the others are that serve. */
function tellReadiness(crew: Crew): void {
  const serving = [...crew.members].filter(({ address }) => address !== null);
  for (const member of serving) {
    const others = serving.flatMap((one) =>
      one === member || one.readiness === null ? [] : [one.readiness],
    );
    crew.tell(member, { down: 'readiness', others });
  }
}

function watchServers(tell: () => void, status: () => object): void {
  let last = '';
  setInterval(() => {
    const now = JSON.stringify(status());
    if (now !== last) tell();
    last = now;
  }, LOOK_MS).unref();
}

/** All workers make a new bundle ready before any takes it. */
function agreeing(consent: Consent): Agree {
  return async (text, heir) => {
    const problem = await consent.prepare(text);
    if (problem === null) return heir;
    consent.abandon();
    await heir.abandon();
    throw new Unfit(problem);
  };
}
