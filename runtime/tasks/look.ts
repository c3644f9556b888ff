// Looking at a task for somebody who did not ask for it just now: who listens, or lists.
import type { CatalogItem } from '../contract/catalog.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { BackendFailure } from '../contract/server.ts';
import type { TaskLook, TaskOf } from '../contract/tasks.ts';
import type { Core } from '../gateway/core.ts';
import { textOf } from '../protocol/bytes.ts';
import { askable, unasked } from './asks.ts';
import { answerWith, requestOf } from './forms.ts';
import type { Seeking } from './kept.ts';
import type { Outstanding } from './outstanding.ts';
import { type RedactOf, redactedAnswer, UNREDACTED } from './redacting.ts';

/** By whose request it is looked at. */
export interface Listener extends Seeking {
  readonly core: Seeking['core'] & Pick<Core, 'asks' | 'plan'>;
}

export interface Looking {
  readonly asking: Listener;
  /** The client's id, what it holds, and the tool that keeps the task. */
  readonly id: string;
  readonly task: TaskOf;
  readonly item: CatalogItem;
  readonly redactOf: RedactOf;
  readonly outstanding: Outstanding;
  over(): boolean;
  /** What stops what was sent. */
  sent(cancel: () => void): void;
  /** What `tasks/get` would be answered with. */
  told(answer: ServerMessage): void;
  failed(failure: BackendFailure): void;
}

export function lookOf(looking: Looking): TaskLook {
  const { asking, id, task, item, redactOf, outstanding, over, sent, told, failed } = looking;
  const { core, request } = asking;
  const { bytes, meta } = request.message;
  const message = requestOf('tasks/get', id, meta === null ? '{}' : textOf(bytes, meta));
  const asked = { core, request: { ...request, message } };
  const said = (answer: ServerMessage): void => {
    const shown = redactedAnswer(redactOf(core.plan, item.server), answer);
    if (shown === null) failed(UNREDACTED);
    else told(shown);
  };
  return {
    request: asked.request,
    item,
    task,
    askable: askable(asked, item),
    get over() {
      return over();
    },
    asked() {
      return outstanding.of(this);
    },
    unasked: (answer) => unasked(asked, item, answer),
    send: (call, sink) => sent(item.backend.call(call, sink)),
    notify() {},
    answer: said,
    tell: (result) => said(answerWith(result)!),
    failed,
  };
}
