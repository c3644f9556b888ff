// How the gateway hears of tasks: from a modern server on a stream for this client alone, from a legacy one by its
// notifications, and by asking where that is not told.
import type { CatalogItem } from '../contract/catalog.ts';
import type { Clock } from '../contract/environment.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { LateStage } from '../contract/news.ts';
import type { TaskOf } from '../contract/tasks.ts';
import { jsonOf } from '../protocol/bytes.ts';
import { recordIn } from '../protocol/record.ts';
import { ACKNOWLEDGED, TASK_STATUS, TASKS_TOLD } from '../protocol/versions.ts';
import { askable } from './asks.ts';
import { SUBSCRIPTION } from './forms.ts';
import type { Listener } from './look.ts';
import { declared } from './send.ts';
import type { Watch } from './watch.ts';

/** A task by the client's id, and the tool that keeps it. */
export interface Listened {
  readonly id: string;
  readonly task: TaskOf;
  readonly item: CatalogItem;
}

export interface Following {
  readonly clock: Clock;
  readonly late: LateStage | null;
  /** The client that listens. */
  readonly call: Listener;
  /** Begins to watch; `over` runs when nothing more is told of it. */
  watch(one: Listened, over: () => void): Watch;
}

/** Follows all of them. Returns what ends that. */
export function follow(all: readonly Listened[], following: Following): () => void {
  const servers = new Set(all.map(({ item }) => item.server));
  const stops = [...servers].map((server) =>
    followAt(
      all.filter(({ item }) => item.server === server),
      following,
    ),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

/** Those of one server. */
function followAt(of: readonly Listened[], { clock, late, call, watch }: Following): () => void {
  const { item } = of[0]!;
  const modern = item.tasks!.form === 'modern' && item.backend.subscribe !== undefined;
  const watches = new Set<Watch>();
  const poll = (): void => {
    for (const one of [...watches]) one.poll();
  };
  let stream: Upstream | null = null;
  for (const listened of of) {
    const one = watch(listened, () => {
      stopHearing?.();
      watches.delete(one);
      if (watches.size === 0) stream?.stop();
    });
    const hears = (message: ServerMessage): void => {
      if (!modern) one.look();
      else if (stream!.brings(message)) one.hear(message);
    };
    const stopHearing = late?.follow(item.server, modern ? TASKS_TOLD : TASK_STATUS, one.task.id, hears);
    watches.add(one);
  }
  if (!modern) poll();
  else stream = listen(of, { clock, late, call }, watches, poll);
  return () => {
    for (const one of [...watches]) one.stop();
  };
}

/** A stream of the client's own at a modern server. */
interface Upstream {
  /** Whether what the server tells comes on it: over HTTP it need not say so, it tells nowhere else. */
  brings(message: ServerMessage): boolean;
  stop(): void;
}

function listen(
  of: readonly Listened[],
  { clock, late, call }: Omit<Following, 'watch'>,
  watches: ReadonlySet<Watch>,
  poll: () => void,
): Upstream {
  const { item } = of[0]!;
  let id = '';
  let stopHearing: (() => void) | undefined;
  let stopTimer = (): void => {};
  const acknowledged = (message: ServerMessage): void => {
    stopTimer();
    const agreed = agreedIn(message);
    // What was told of before it listened, or between two streams, is asked for.
    for (const one of [...watches]) {
      if (agreed.includes(one.task.id)) one.look();
      else one.poll();
    }
  };
  const filter = JSON.stringify({ taskIds: of.map(({ task }) => task.id) });
  const said = declared({ request: call.request, askable: askable(call, item) });
  const stop = item.backend.subscribe!(
    { filter, ...said },
    {
      opening(number) {
        id = String(number);
        stopHearing?.();
        stopTimer();
        // One that says nothing may tell nothing.
        stopTimer = clock.after(item.timeoutMs, poll);
        stopHearing = late?.follow(item.server, ACKNOWLEDGED, id, acknowledged);
      },
      refused: poll,
    },
  );
  return {
    brings({ bytes, params }) {
      const { _meta } = recordIn(jsonOf(bytes, params!));
      const { [SUBSCRIPTION]: named = id } = recordIn(_meta);
      return String(named) === id;
    },
    stop() {
      stopHearing?.();
      stopTimer();
      stop();
    },
  };
}

function agreedIn({ bytes, params }: ServerMessage): readonly unknown[] {
  const { notifications } = recordIn(jsonOf(bytes, params!));
  const { taskIds } = recordIn(notifications);
  return Array.isArray(taskIds) ? taskIds : [];
}
