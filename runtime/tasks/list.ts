// `tasks/list` of legacy clients: servers keep the tasks of all agents together, so what an agent has begun is noted here,
// and asked for one by one. Only where one process serves: what another has begun it would not know.
import type { Outcome } from '../contract/shared.ts';
import type { TaskList } from '../contract/tasks.ts';
import { parseParams } from '../protocol/args.ts';
import { textOf } from '../protocol/bytes.ts';
import { INVALID_PARAMS } from '../protocol/errors.ts';
import { outcomeTask } from './held.ts';
import { ownerOf } from './ids.ts';
import type { Known } from './known.ts';

/** Tasks of one page. */
const PAGE = 20;

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
  if (found === null) return null;
  const outcome: Outcome | null = known.outcome(owner, id);
  if (outcome !== null) return outcomeTask(outcome, id);
  const answer = await list.look(found, id);
  if (answer?.errorCode === INVALID_PARAMS) known.forget(owner, id);
  return answer?.result == null ? null : textOf(answer.bytes, answer.result);
}
