// `subscriptions/listen` of modern clients: one stream that tells what it was asked to, until the client leaves.
// Specification 2026-07-28, basic/patterns/subscriptions.
import type { Clock } from '../contract/environment.ts';
import type { NewsCall, Watches } from '../contract/news.ts';
import { parseParams } from '../protocol/args.ts';
import { notification } from '../protocol/build.ts';
import { encode } from '../protocol/bytes.ts';
import { isRecord } from '../protocol/record.ts';
import { ACKNOWLEDGED } from '../protocol/versions.ts';
import { changedMethod, type ListKind, type Lists } from './lists.ts';
import { atEnd } from './stream.ts';

/** Streams that may be open in one process. */
const MOST_STREAMS = 20_000;

export interface Listening {
  listen(call: NewsCall): void;
  /** Ends every stream in good order. */
  drain(): void;
}

export function createListening(clock: Clock, lists: Lists, watches: Watches | null): Listening {
  const open = new Set<() => void>();

  async function begin(
    call: NewsCall,
    kinds: readonly ListKind[],
    uris: readonly string[] | Promise<readonly string[]>,
  ): Promise<void> {
    const { agent } = call.request;
    const honored = await uris;
    const tasks = await call.core.tasks?.heard(call);
    if (call.over) return;
    const meta = `"_meta":{"io.modelcontextprotocol/subscriptionId":${call.id}`;
    const tell = (method: string, members: string, more = ''): void =>
      call.push([notification(method, `{${meta}${more}}${members}}`)]);
    const all = acknowledged(kinds, honored, tasks?.ids);
    tell(ACKNOWLEDGED, `,"notifications":${all}`);
    const stops = [
      lists.follow(agent, (kind) => {
        if (kinds.includes(kind)) tell(changedMethod(kind), '');
      }),
    ];
    if (honored.length > 0)
      stops.push(
        watches!.follow(
          agent,
          () => honored,
          (which) => tell('notifications/resources/updated', `,"uri":${JSON.stringify(which)}`),
        ).stop,
      );
    if (tasks) stops.push(tasks.follow(tell));
    const stop = (): void => {
      open.delete(end);
      for (const one of stops) one();
    };
    const end = (): void => {
      stop();
      call.say([encode(`{"resultType":"complete",${meta}}}`)]);
    };
    stops.push(atEnd(clock, agent, end));
    open.add(end);
    call.sent(stop);
  }

  return {
    listen(call) {
      const wanted = parseParams(call.request.message).notifications;
      if (!isRecord(wanted)) return call.invalid('params.notifications must be an object');
      const kinds = lists.kinds.filter((kind) => wanted[`${kind}ListChanged`] === true);
      const uris = watches?.honored(call, wanted.resourceSubscriptions ?? []) ?? [];
      if (typeof uris === 'string') return call.invalid(uris);
      if (open.size >= MOST_STREAMS) return call.invalid('too many streams are open');
      begin(call, kinds, uris).catch((error) => call.fail(error));
    },
    drain() {
      for (const end of [...open]) end();
    },
  };
}

function acknowledged(
  kinds: readonly ListKind[],
  uris: readonly string[],
  taskIds: readonly string[] | undefined,
): string {
  const lists = kinds.map((kind) => [`${kind}ListChanged`, true] as const);
  const resources = uris.length === 0 ? {} : { resourceSubscriptions: uris };
  return JSON.stringify({ ...Object.fromEntries(lists), ...resources, taskIds });
}
