// A request about tasks, as what serves it sees it: what it may send, and how it ends.
import type { CatalogItem } from '../contract/catalog.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import type { TaskCall, TaskList, TaskOf } from '../contract/tasks.ts';
import type { Call } from '../gateway/call.ts';
import { encode } from '../protocol/bytes.ts';
import { askable, unasked } from './asks.ts';
import { ungranted } from './grant.ts';
import type { Ids } from './ids.ts';

/** What of the gateway's stages a task needs. */
export interface Steps {
  giveUp(call: Call, item: CatalogItem, failure: BackendFailure): void;
}

export function taskCallOf(call: Call, { giveUp }: Steps, item: CatalogItem, task: TaskOf): TaskCall {
  const { asks } = call.core;
  const failed = (failure: BackendFailure): void => giveUp(call, item, failure);
  const notify = (message: ServerMessage): void => call.notify(message);
  return {
    request: call.request,
    item,
    task,
    askable: askable(call, item),
    get over() {
      return call.over;
    },
    unasked: (answer) => unasked(call, item, answer),
    send: (outbound, sink) => call.sent(item.backend.call(outbound, sink)),
    attempt(outbound, through, answer) {
      const settle = (_: Call, __: CatalogItem, message: ServerMessage): void => answer(message);
      if (asks !== null && item.asks.length > 0)
        asks.attempt(asks.of(call, item, outbound, { settle, giveUp }, through));
      else call.sent(item.backend.call(outbound, { notification: notify, answer, failed }));
    },
    notify,
    answer: (message) => call.pass(message),
    tell: (result) => call.record([encode(result)]),
    failed,
  };
}

export function listOf(call: Call, ids: Ids): TaskList {
  const { request, core } = call;
  return {
    request,
    async find(id) {
      const task = ids.open(request.agent, id);
      if (task === null) return null;
      const called = await core.catalog.find('tool', task.tool);
      const item = task.to === null ? called : await core.catalog.find('tool', task.to);
      if (called === undefined || item?.server !== task.server || ungranted(call, called, task) !== null)
        return null;
      return { item, task };
    },
    tell: (result) => call.record([encode(result)]),
    invalid: (problem) => call.invalid(problem),
  };
}
