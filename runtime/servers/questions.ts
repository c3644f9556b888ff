// What a legacy server asks, until it is answered or the server takes it back.
// Specification 2025-11-25, basic/utilities/cancellation and basic/utilities/progress.
import type { ServerMessage } from '../contract/message.ts';
import type { Ask } from '../contract/server.ts';
import { notification } from '../protocol/build.ts';
import { textOf } from '../protocol/bytes.ts';
import { members } from '../protocol/skip.ts';
import { answerTo } from './message.ts';

export interface Question {
  readonly ask: Required<Ask>;
  /** Takes a raw JSON member: the result, or the error. A question that was taken back wants none. */
  readonly respond: (member: string) => void;
}

export interface Questions {
  /** The question that a request of the server is. `reply` sends it a message. */
  of(message: ServerMessage, reply: (json: Uint8Array) => void): Question;
  /** Takes a notification: it may take a question back. */
  told(message: ServerMessage): void;
}

export function createQuestions(): Questions {
  /** By the server's ids of them: raw JSON. */
  const open = new Map<string, AbortController>();
  return {
    of(message, reply) {
      const { bytes, id, method, params } = message;
      const key = textOf(bytes, id!);
      const controller = new AbortController();
      const { signal } = controller;
      open.set(key, controller);
      const respond = (member: string): void => {
        if (signal.aborted) return;
        if (open.get(key) === controller) open.delete(key);
        reply(answerTo(message, member));
      };
      const progress = (told: string): void => reply(notification('notifications/progress', told));
      return {
        ask: { method, params: params === null ? '{}' : textOf(bytes, params), signal, progress },
        respond,
      };
    },
    told({ method, bytes, params }) {
      if (method !== 'notifications/cancelled' || params === null) return;
      const [id, reason] = members(bytes, params.start, ['requestId', 'reason'])?.found ?? [];
      const key = id && textOf(bytes, id);
      if (key == null) return;
      open.get(key)?.abort(reason && textOf(bytes, reason));
      open.delete(key);
    },
  };
}
