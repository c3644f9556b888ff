// What clients are told beside the answers to their requests, in each era. Only where streams may stay open.
import { LOG_LEVELS, type LogLevel, type NewsCall, type NewsStage } from '../contract/news.ts';
import type { NewsContext } from '../contract/stages.ts';
import { EMPTY } from '../gateway/results.ts';
import { MOST_SESSIONS, remember } from '../gateway/sessions.ts';
import { parseParams } from '../protocol/args.ts';
import { hears, levelOf, lowest, rank } from './levels.ts';
import { createListening } from './listen.ts';
import { createLists } from './lists.ts';
import { createStanding } from './session.ts';
import { createStreams } from './streams.ts';

/** From this revision on, clients know events without data, which prime a resumption. */
const PRIMED_SINCE = '2025-11-25';

export function newsStage(context: NewsContext): NewsStage {
  const { environment, backends, sessions, watches } = context;
  const lists = createLists(context);
  const streams = createStreams(environment, sessions.streams);
  const standing = createStanding(environment, sessions, streams, lists, watches);
  const listening = createListening(environment.clock, lists, watches);
  /** Levels that modern clients asked for, and what servers were told. */
  const asked = new Set<LogLevel>();
  let told: LogLevel | undefined;
  sessions.listeners.add(heard);

  function heard(session: string): void {
    standing.heard(session);
    void logAll();
  }

  /** Tells servers from which level on anybody wants lines; undefined where they know. */
  function logAll(): Promise<void> | undefined {
    const all = [...sessions.levels.values(), ...asked];
    const wanted = lowest(all);
    if (wanted === told || !(told ?? all[0])) return undefined;
    told = wanted;
    return Promise.all(backends.map((backend) => backend.logFrom(wanted))).then(() => {});
  }

  async function setLevel(call: NewsCall, session: string): Promise<void> {
    const { level } = parseParams(call.request.message);
    if (rank(level) < 0) return call.invalid(`params.level must be one of ${LOG_LEVELS.join(', ')}`);
    remember(sessions.levels, session, level as LogLevel, MOST_SESSIONS);
    sessions.tell('level', session, level as string);
    await logAll();
    call.say(EMPTY);
  }

  /** The work of a request; null for one that is not the stage's. */
  function workOf(call: NewsCall): Promise<void> | null {
    const { message, session } = call.request;
    if (session === null) return null;
    if (message.method === 'logging/setLevel') return setLevel(call, session.key);
    return watches?.take(call, session.key) ?? null;
  }

  return {
    take(call) {
      const { era, message } = call.request;
      if (era === 'modern') {
        if (message.method !== 'subscriptions/listen') return false;
        listening.listen(call);
        return true;
      }
      const work = workOf(call);
      work?.catch((error) => call.fail(error));
      return work !== null;
    },
    levelOf: (request) => levelOf(request, sessions.levels),
    hears,
    want(level) {
      asked.add(level);
      return logAll();
    },
    streams: {
      ...standing,
      listen(session, agent, lastEventId, exchange) {
        if (lastEventId !== null) return streams.resume(session.key, lastEventId, exchange);
        return standing.open(session, agent, session.protocolVersion >= PRIMED_SINCE, exchange);
      },
      answering: (session, version, exchange) => streams.open(session.key, version >= PRIMED_SINCE, exchange),
    },
    drain() {
      sessions.listeners.delete(heard);
      standing.drain();
      listening.drain();
    },
  };
}
