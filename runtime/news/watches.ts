// Resources that were updated: told to agents who watch them and may see them. Only where an allow speaks of resources.
// Specification 2025-11-25, server/resources, "Subscriptions"; 2026-07-28, basic/patterns/subscriptions.
import type { Verdict } from '../contract/access.ts';
import type { CatalogItem } from '../contract/catalog.ts';
import type { Agent } from '../contract/identity.ts';
import type { NewsCall, Watches } from '../contract/news.ts';
import type { NewsContext } from '../contract/stages.ts';
import { denied } from '../gateway/answers.ts';
import { EMPTY } from '../gateway/results.ts';
import { setWish } from '../gateway/sessions.ts';

/** Resources that one session or one stream may watch. */
const MOST_WATCHED = 1000;

type Decided = Verdict | null;

export function createWatches({ catalog, sessions }: Pick<NewsContext, 'catalog' | 'sessions'>): Watches {
  const visible = (item: CatalogItem | undefined, agent: Agent): boolean =>
    item?.judge.visible(agent) === true;

  /** And could read it with the scopes that its token has. */
  const reached = (item: CatalogItem | undefined, agent: Agent): boolean =>
    visible(item, agent) && !item!.judge.lacks?.(agent);

  /** Goes on at once with what is known at once. */
  function found<Value>(uri: string, next: (item: CatalogItem | undefined) => Value): Value | Promise<Value> {
    const item = catalog.find('resource', uri);
    return item instanceof Promise ? item.then(next) : next(item);
  }

  /** Whether there is a resource for this agent of which its server tells. */
  const can = (uri: string, agent: Agent): boolean | Promise<boolean> =>
    found(uri, (item) => visible(item, agent) && catalog.updates(item!));

  /** Whether the agent may read the resource, by this request; null where there is none for it. */
  const reading = ({ request: { agent }, facts }: NewsCall, uri: string): Decided | Promise<Decided> =>
    found(uri, (item) => (visible(item, agent) ? item!.judge.decide(agent, facts) : null));

  function followOne(
    agent: Agent,
    uri: string,
    updated: (uri: string) => void,
    session: string | undefined,
  ): () => void {
    let ended = false;
    let stop = (): void => {};
    void found(uri, (item) => {
      if (ended || item === undefined || !reached(item, agent)) return;
      const told = (which: string): void => {
        // Its server may name one below it: that one, too, must be the agent's to see, and the same server's.
        void found(which, (one) => {
          if (!ended && reached(one, agent) && one!.backend === item.backend) updated(which);
        });
      };
      stop = item.backend.watch(uri, told, agent, session);
    });
    return () => {
      ended = true;
      stop();
    };
  }

  async function allOf(call: NewsCall, uris: Iterable<string>): Promise<readonly string[]> {
    const { agent } = call.request;
    const honored: string[] = [];
    for (const uri of uris)
      if ((await can(uri, agent)) && (await reading(call, uri))?.allowed) honored.push(uri);
    return honored;
  }

  /** Whether a session may watch the resource; refuses the call where it may not. */
  async function may(call: NewsCall, session: string, uri: string): Promise<boolean> {
    const { agent } = call.request;
    const known = sessions.watched.get(session);
    call.asked = uri;
    const verdict = await reading(call, uri);
    if (verdict?.challenge) call.refuse(denied(verdict, 'resource'));
    else if (!verdict?.allowed) call.unknown('resource', 'visible');
    else if (!(await can(uri, agent))) call.invalid('its server does not tell of updates');
    else if (known !== undefined && known.size >= MOST_WATCHED && !known.has(uri))
      call.invalid(`a session may watch ${MOST_WATCHED} resources`);
    else return true;
    return false;
  }

  async function watch(call: NewsCall, session: string, wanted: boolean): Promise<void> {
    const { uri } = call.request.message;
    if (uri === null) return call.invalid('params.uri must be a string');
    if (wanted && !(await may(call, session, uri))) return;
    const what = wanted ? 'watched' : 'unwatched';
    setWish(sessions, session, what, uri);
    for (const heard of sessions.listeners) heard(session);
    sessions.tell(what, session, uri);
    call.say(EMPTY);
  }

  return {
    take(call, session) {
      const { method } = call.request.message;
      const wanted = method === 'resources/subscribe';
      return wanted || method === 'resources/unsubscribe' ? watch(call, session, wanted) : null;
    },
    honored(call, given) {
      if (!Array.isArray(given) || given.some((uri) => typeof uri !== 'string'))
        return 'resourceSubscriptions must be an array of URIs';
      if (given.length > MOST_WATCHED) return `resourceSubscriptions may have ${MOST_WATCHED} URIs`;
      return allOf(call, new Set(given));
    },
    follow(agent, uris, updated, session) {
      const following = new Map<string, () => void>();
      const keep = (wanted: ReadonlySet<string>): void => {
        for (const [uri, stop] of following) {
          if (wanted.has(uri)) continue;
          following.delete(uri);
          stop();
        }
      };
      const again = (): void => {
        const wanted = new Set(uris());
        keep(wanted);
        for (const uri of wanted)
          if (!following.has(uri)) following.set(uri, followOne(agent, uri, updated, session));
      };
      again();
      return { again, stop: () => keep(new Set()) };
    },
  };
}
