// What servers say later of what they asked, began or keep for a client: by their own ids, told to that client only. Of the
// legacy era it is on the stream of the call as long as that is open, then on the one that the session has opened by GET.
// Specification 2025-11-25, client/elicitation, "Completion Notifications", basic/utilities/tasks, "Task Status Notification";
// the extension io.modelcontextprotocol/tasks, "Task Status Notifications".
import type { ServerMessage, Span } from '../contract/message.ts';
import type { LateStage, Whose } from '../contract/news.ts';
import type { LateContext } from '../contract/stages.ts';
import { remember } from '../gateway/sessions.ts';
import { binaryJson, concat, decode, stringAt, textOf } from '../protocol/bytes.ts';
import { members } from '../protocol/skip.ts';
import { splice } from '../protocol/splice.ts';
import { ACKNOWLEDGED, ELICITATION_COMPLETE, TASK_STATUS, TASKS_TOLD } from '../protocol/versions.ts';

/** Things that are waited for, in one process, and characters of what one is called. */
const MOST = 20_000;
const MOST_ID = 256;

/** Where each notification names what it is about: a member of its params. */
const NAMED: ReadonlyMap<string, string> = new Map([
  [ELICITATION_COMPLETE, 'elicitationId'],
  [TASK_STATUS, 'taskId'],
  [TASKS_TOLD, 'taskId'],
  [ACKNOWLEDGED, '_meta'],
]);
const SUBSCRIPTION = 'io.modelcontextprotocol/subscriptionId';

export function lateStage({ plan, sessions, tell }: LateContext): LateStage {
  const awaited = new Map<string, Whose>();
  const followed = new Map<string, Set<(message: ServerMessage) => void>>();
  const asking = new Set(
    plan.servers.filter(({ asks }) => asks?.includes('elicitation')).map(({ name }) => name),
  );
  const keyOf = (server: string, method: string, id: string): string => JSON.stringify([server, method, id]);
  return {
    expect(server, method, id, whose) {
      if (id.length <= MOST_ID) remember(awaited, keyOf(server, method, id), whose, MOST);
    },
    follow(server, method, id, told) {
      const key = keyOf(server, method, id);
      const all = followed.get(key) ?? new Set();
      followed.set(key, all.add(told));
      return () => {
        all.delete(told);
        if (all.size === 0 && followed.get(key) === all) followed.delete(key);
      };
    },
    told(server, message, waiter) {
      const { method } = message;
      const named = nameIn(message);
      if (named === null) return;
      const [id, span] = named;
      const key = keyOf(server, method, id);
      for (const hears of [...(followed.get(key) ?? [])]) hears(message);
      const whose = awaited.get(key);
      // On the stream of a call it is about what was asked in it, whoever remembers that.
      if (whose === undefined) {
        if (method === ELICITATION_COMPLETE && asking.has(server)) waiter?.progress?.(message);
        return;
      }
      const json = splice(message.bytes, whose.as === id ? [] : [{ span, with: binaryJson(whose.as) }]);
      // Its stream may have been opened in another process.
      if (!whose.push(json) && tell(whose.session, json) !== true)
        sessions.tell('told', whose.session, decode(concat(json)));
    },
  };
}

/** What the server calls it, and where; of a subscription the id, raw JSON. */
function nameIn({ bytes, method, params }: ServerMessage): readonly [string, Span] | null {
  const name = NAMED.get(method);
  if (name === undefined || params === null) return null;
  const span = members(bytes, params.start, [name])?.found[0];
  if (span === undefined) return null;
  if (method !== ACKNOWLEDGED) {
    const id = stringAt(bytes, span);
    return id === null ? null : [id, span];
  }
  const subscription =
    bytes[span.start] === 0x7b ? members(bytes, span.start, [SUBSCRIPTION])?.found[0] : undefined;
  return subscription === undefined ? null : [textOf(bytes, subscription), subscription];
}
