// What a stream of a modern client tells of tasks: of those that its agent began and may still see.
// The extension io.modelcontextprotocol/tasks, "Task Status Notifications".
import type { TaskContext } from '../contract/stages.ts';
import type { TaskNews } from '../contract/tasks.ts';
import { failed, type Outcome } from '../gateway/answers.ts';
import type { Call } from '../gateway/call.ts';
import type { More } from '../gateway/journal.ts';
import { parseParams } from '../protocol/args.ts';
import { recordIn } from '../protocol/record.ts';
import { TASKS_TOLD } from '../protocol/versions.ts';
import { follow, type Listened } from './follow.ts';
import type { Ids } from './ids.ts';
import { type Kept, keptBy } from './kept.ts';
import type { Outstanding } from './outstanding.ts';
import type { RedactOf } from './redacting.ts';
import { type Hears, Watch } from './watch.ts';

/** Tasks that one stream tells of, and all of one process. */
const MOST = 1000;
const MOST_TOGETHER = 20_000;

const TOLD: Outcome = { decision: 'allow', stage: 'answer', status: 200, code: null, reason: null };

interface ListeningContext extends Pick<TaskContext, 'environment' | 'late'> {
  readonly redactOf: RedactOf;
  readonly outstanding: Outstanding;
}

export interface Listening {
  /** What is wrong with the ids that a client names; null where nothing is. */
  problem(call: Call): string | null;
  /** Null where it names none. */
  heard(call: Call): Promise<TaskNews | null> | null;
}

export function createListening(context: ListeningContext, sealed: Ids): Listening {
  let listened = 0;

  async function find(call: Call, id: string): Promise<readonly Listened[]> {
    const task = sealed.open(call.request.agent, id);
    const kept = task && (await keptBy(call, task));
    return kept === null ? [] : [{ id, task: task!, item: kept.item }];
  }

  /** Watches one task and tells of it. */
  function watch(
    call: Call,
    { id, task }: Listened,
    tell: Parameters<TaskNews['follow']>[0],
    over: () => void,
  ): Watch {
    listened += 1;
    const { redactOf, outstanding, environment } = context;
    const { clock } = environment;
    const hears: Hears = {
      state(kept, { status, members, meta }) {
        tell(TASKS_TOLD, members, meta);
        record(call, id, kept, TOLD, { task: task.ref, taskStatus: status }, members.length);
      },
      broken: (kept, failure) => record(call, id, kept, failed(failure, kept.item), { task: task.ref }, 0),
      over() {
        listened -= 1;
        over();
      },
    };
    return new Watch({ clock, redactOf, outstanding, listener: call, id, task, hears });
  }

  async function news(call: Call, ids: ReadonlySet<string>): Promise<TaskNews | null> {
    const found = (await Promise.all([...ids].map((id) => find(call, id)))).flat();
    const all = found.slice(0, Math.max(0, MOST_TOGETHER - listened));
    if (all.length === 0) return null;
    return {
      ids: all.map(({ id }) => id),
      follow: (tell) =>
        follow(all, {
          clock: context.environment.clock,
          late: context.late,
          call,
          watch: (one, over) => watch(call, one, tell, over),
        }),
    };
  }

  return {
    problem(call) {
      const ids = idsIn(call);
      if (!Array.isArray(ids) || ids.some((id) => typeof id !== 'string'))
        return 'taskIds must be an array of ids';
      return ids.length > MOST ? `taskIds may have ${MOST} ids` : null;
    },
    heard(call) {
      const ids = idsIn(call) as readonly string[];
      return ids.length === 0 ? null : news(call, new Set(ids));
    },
  };
}

function idsIn({ request }: Call): unknown {
  return recordIn(parseParams(request.message).notifications).taskIds ?? [];
}

/** What is told is recorded as what is asked for is. */
function record(
  call: Call,
  asked: string,
  { called }: Kept,
  outcome: Outcome,
  more: More,
  bytesOut: number,
): void {
  const { core, request } = call;
  const { agent, era, head } = request;
  const about = { ip: head.peer, agent, era, method: TASKS_TOLD, ms: 0, bytesIn: 0 };
  const told = { item: called, verdict: null, shadow: null, asked, isError: false, bytesOut, more };
  core.journal.write(core.journal.reference(), outcome, about, told);
}
