// `tasks/list` of legacy clients: servers keep the tasks of all agents together, so what an agent has begun is noted here,
// and asked for one by one. Only where one process serves: what another has begun it would not know.
import type { TaskList } from '../contract/tasks.ts';
import { parseParams } from '../protocol/args.ts';
import { textOf } from '../protocol/bytes.ts';
import { INVALID_PARAMS } from '../protocol/errors.ts';
import { named, requestOf } from './forms.ts';
import { ownerOf } from './ids.ts';

/** Tasks of one page, of one agent, and agents that have any. */
const PAGE = 20;
const MOST_TASKS = 1000;
const MOST_AGENTS = 10_000;

export interface Known {
  add(owner: string, id: string): void;
  of(owner: string): readonly string[];
  forget(owner: string, id: string): void;
}

/** What is known of who began what; `all` null: nothing is. */
export function createKnown(all: Map<string, Set<string>> | null): Known {
  return {
    add(owner, id) {
      if (all === null) return;
      const ids = all.get(owner) ?? new Set();
      // Who began something last is forgotten last.
      all.delete(owner);
      all.set(owner, ids.add(id));
      const [oldest] = ids;
      if (ids.size > MOST_TASKS) ids.delete(oldest!);
      if (all.size > MOST_AGENTS) all.delete(all.keys().next().value!);
    },
    of: (owner) => [...(all?.get(owner) ?? [])],
    forget(owner, id) {
      const ids = all?.get(owner);
      ids?.delete(id);
      if (ids?.size === 0) all!.delete(owner);
    },
  };
}

/** Tells a page of what the agent has begun, in that order. */
export function listTasks(list: TaskList, known: Known): void {
  const owner = ownerOf(list.request.agent);
  const { cursor } = parseParams(list.request.message);
  const ids = known.of(owner);
  const from = cursor === undefined ? 0 : ids.indexOf(cursor as string) + 1;
  if (cursor !== undefined && from === 0) return list.invalid('params.cursor is unknown');
  const page = ids.slice(from, from + PAGE);
  const last = page.at(-1);
  const next = last === undefined || from + PAGE >= ids.length ? '' : `,"nextCursor":${JSON.stringify(last)}`;
  void Promise.all(page.map((id) => stateOf(list, known, owner, id))).then((states) => {
    const tasks = states.filter((state) => state !== null);
    list.tell(`{"tasks":[${tasks.join()}]${next}}`);
  });
}

/** Raw JSON of the task; null for one that is gone, is not to be seen any more, or whose server does not answer. */
async function stateOf(list: TaskList, known: Known, owner: string, id: string): Promise<string | null> {
  const found = await list.find(id);
  if (found?.item.tasks?.form !== 'legacy') return null;
  const { item, task } = found;
  return new Promise((resolve) => {
    const call = {
      subject: task.id,
      renamed: null,
      message: requestOf('tasks/get', task.id),
      paramFields: [],
      timeoutMs: item.timeoutMs,
      agent: list.request.agent,
    };
    item.backend.call(call, {
      notification() {},
      failed: () => resolve(null),
      answer(answer) {
        if (answer.errorCode === INVALID_PARAMS) known.forget(owner, id);
        const shown = list.redacted(named(answer, id), item);
        resolve(shown?.result == null ? null : textOf(shown.bytes, shown.result));
      },
    });
  });
}
