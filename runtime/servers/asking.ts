// What a legacy server asks without saying in which call: one of those under way is asked.
import type { Ask } from '../contract/server.ts';
import { METHOD_NOT_FOUND } from '../protocol/errors.ts';
import type { Asking, Waiter } from './link.ts';
import { NOT_OFFERED } from './message.ts';

interface Question {
  readonly ask: Ask;
  readonly respond: (member: string) => void;
  /** Calls that were asked. */
  readonly asked: Set<Waiter>;
}

/** How it begins what somebody says who cannot be asked, whose answer passes already or whose client does not offer it. */
const CANNOT = `"error":{"code":${METHOD_NOT_FOUND},`;

/**
 * Calls over one link. Where all of them are of one agent (`alone`), it is asked on the stream of the oldest, which stays for
 * longest, and of the next one if that cannot be asked, or ends before it is answered. Else nobody is asked unless there is
 * only one.
 */
export function createAsking(alone: boolean): Asking {
  const calls = new Map<Waiter, Set<Question>>();

  /** The call that is to be asked; undefined where there is none. */
  function next({ asked }: Question): Waiter | undefined {
    return alone || calls.size === 1 ? [...calls.keys()].find((waiter) => !asked.has(waiter)) : undefined;
  }

  function give(question: Question, otherwise = NOT_OFFERED): void {
    const waiter = next(question);
    if (waiter === undefined) return question.respond(otherwise);
    const questions = calls.get(waiter)!;
    questions.add(question);
    question.asked.add(waiter);
    waiter.asked!(question.ask, (member) => {
      if (!questions.delete(question)) return;
      if (member.startsWith(CANNOT)) give(question, member);
      else question.respond(member);
    });
  }

  return {
    begin: (waiter) => void calls.set(waiter, new Set()),
    end(waiter) {
      const questions = calls.get(waiter) ?? new Set();
      const open = [...questions];
      questions.clear();
      calls.delete(waiter);
      for (const question of open) give(question);
    },
    logs: () => (alone && calls.keys().next().value) || null,
    asked: (ask, respond) => give({ ask, respond, asked: new Set() }),
  };
}
