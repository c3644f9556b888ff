// `subscriptions/listen` of modern clients: one stream that tells what it was asked to, until the client leaves.
// Specification 2026-07-28, basic/patterns/subscriptions.
import type { NewsCall } from '../contract/news.ts';
import { parseParams } from '../protocol/args.ts';
import { notification } from '../protocol/build.ts';
import { changedMethod, LIST_KINDS, type ListKind, type Lists } from './lists.ts';
import { MOST_WATCHED, type Watches } from './watches.ts';

/** Streams that may be open in one process. */
const MOST_STREAMS = 20_000;

export interface Listening {
  listen(call: NewsCall): void;
  /** Ends every stream in good order. */
  drain(): void;
}

interface Filter {
  readonly lists: readonly ListKind[];
  readonly uris: readonly string[];
}

export function createListening(lists: Lists, watches: Watches): Listening {
  const open = new Set<() => void>();

  async function begin(call: NewsCall, { lists: kinds, uris }: Filter): Promise<void> {
    const { agent } = call.request;
    const honored: string[] = [];
    for (const uri of uris)
      if ((await watches.can(uri, agent)) && (await call.mayRead(uri))) honored.push(uri);
    if (call.over) return;
    const meta = `"_meta":{"io.modelcontextprotocol/subscriptionId":${call.id}}`;
    const tell = (method: string, members: string): void =>
      call.push([notification(method, `{${meta}${members}}`)]);
    tell('notifications/subscriptions/acknowledged', `,"notifications":${acknowledged(kinds, honored)}`);
    const stops = [
      lists.follow(agent, (kind) => {
        if (kinds.includes(kind)) tell(changedMethod(kind), '');
      }),
      ...honored.map((uri) =>
        watches.follow(agent, uri, (which) =>
          tell('notifications/resources/updated', `,"uri":${JSON.stringify(which)}`),
        ),
      ),
    ];
    const stop = (): void => {
      open.delete(end);
      for (const one of stops) one();
    };
    const end = (): void => {
      stop();
      call.tell(`{"resultType":"complete",${meta}}`);
    };
    open.add(end);
    call.sent(stop);
  }

  return {
    listen(call) {
      const filter = filterOf(parseParams(call.request.message).notifications);
      if (typeof filter === 'string') return call.invalid(filter);
      if (open.size >= MOST_STREAMS) return call.invalid('too many streams are open');
      begin(call, filter).catch((error) => call.fail(error));
    },
    drain() {
      for (const end of [...open]) end();
    },
  };
}

/** What is asked for; a text says what is wrong with it. */
function filterOf(given: unknown): Filter | string {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return 'params.notifications must be an object';
  const wanted = given as Readonly<Record<string, unknown>>;
  const uris = wanted.resourceSubscriptions ?? [];
  if (!Array.isArray(uris) || uris.some((uri) => typeof uri !== 'string'))
    return 'resourceSubscriptions must be an array of URIs';
  if (uris.length > MOST_WATCHED) return `resourceSubscriptions may have ${MOST_WATCHED} URIs`;
  return {
    lists: LIST_KINDS.filter((kind) => wanted[`${kind}ListChanged`] === true),
    uris: [...new Set(uris)],
  };
}

function acknowledged(kinds: readonly ListKind[], uris: readonly string[]): string {
  const lists = kinds.map((kind) => [`${kind}ListChanged`, true] as const);
  const resources = uris.length === 0 ? {} : { resourceSubscriptions: uris };
  return JSON.stringify({ ...Object.fromEntries(lists), ...resources });
}
