// What servers of the legacy era say later of what they asked or began for a client: by their own ids, told to that client only.
// It is on the stream of the call as long as that is open, then on the one that the session has opened by GET.
// Specification 2025-11-25, client/elicitation, "Completion Notifications", basic/utilities/tasks, "Task Status Notification".
import type { LateStage, Whose } from '../contract/news.ts';
import type { LateContext } from '../contract/stages.ts';
import { remember } from '../gateway/sessions.ts';
import { binaryJson, stringAt } from '../protocol/bytes.ts';
import { members } from '../protocol/skip.ts';
import { splice } from '../protocol/splice.ts';
import { ELICITATION_COMPLETE } from '../protocol/versions.ts';

/** Things that are waited for, in one process, and characters of what one is called. */
const MOST = 20_000;
const MOST_ID = 256;

/** Where each notification names what it is about. */
const NAMED: ReadonlyMap<string, string> = new Map([
  [ELICITATION_COMPLETE, 'elicitationId'],
  ['notifications/tasks/status', 'taskId'],
]);

export function lateStage({ plan, tell }: LateContext): LateStage {
  const awaited = new Map<string, Whose>();
  const asking = new Set(
    plan.servers.filter(({ asks }) => asks?.includes('elicitation')).map(({ name }) => name),
  );
  const keyOf = (server: string, method: string, id: string): string => JSON.stringify([server, method, id]);
  return {
    expect(server, method, id, whose) {
      if (id.length <= MOST_ID) remember(awaited, keyOf(server, method, id), whose, MOST);
    },
    told(server, message, waiter) {
      const { bytes, method, params } = message;
      const name = NAMED.get(method);
      if (name === undefined || params === null) return;
      const span = members(bytes, params.start, [name])?.found[0];
      const id = stringAt(bytes, span);
      if (span === undefined || id === null) return;
      const whose = awaited.get(keyOf(server, method, id));
      // On the stream of a call it is about what was asked in it, whoever remembers that.
      if (whose === undefined) {
        if (method === ELICITATION_COMPLETE && asking.has(server)) waiter?.progress?.(message);
        return;
      }
      const json = splice(bytes, whose.as === id ? [] : [{ span, with: binaryJson(whose.as) }]);
      if (!whose.push(json)) tell(whose.session, json);
    },
  };
}
