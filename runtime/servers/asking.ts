// What a legacy server asks without saying in which call: one of those under way is asked.
import { METHOD_NOT_FOUND } from '../protocol/errors.ts';
import type { Asking, Waiter } from './link.ts';
import { NOT_OFFERED } from './message.ts';
import { createQuestions, type Question } from './questions.ts';

/** A question, and the calls that were asked. */
interface Given extends Question {
  readonly asked: Set<Waiter>;
}

/** How it begins what somebody says who cannot be asked, whose answer passes already or whose client does not offer it. */
const CANNOT = `"error":{"code":${METHOD_NOT_FOUND},`;

/** What asks over one link. */
export interface LinkAsking extends Asking {
  /** From here on only who has the stream of a call is asked: what comes beside may be of one that was given up. */
  doubt(): void;
  /** Whether it ever asked beside the streams of all calls. */
  besides(): boolean;
}

/**
 * Calls over one link. Where all of them are of one agent (`alone`), it is asked on the stream of the oldest, which stays for
 * longest, and of the next one if that cannot be asked, or ends before it is answered. Else nobody is asked unless there is
 * only one.
 */
export function createAsking(alone: boolean): LinkAsking {
  const calls = new Map<Waiter, Set<Given>>();
  const questions = createQuestions();
  let doubtful = false;
  let beside = false;

  /** The call that is to be asked; undefined where there is none. */
  function next({ asked }: Given): Waiter | undefined {
    if (doubtful || (!alone && calls.size !== 1)) return undefined;
    return [...calls.keys()].find((waiter) => !asked.has(waiter));
  }

  function give(question: Given, otherwise = NOT_OFFERED): void {
    const waiter = next(question);
    if (waiter === undefined) return question.respond(otherwise);
    const given = calls.get(waiter)!;
    given.add(question);
    question.asked.add(waiter);
    waiter.asked!(question.ask, (member) => {
      if (!given.delete(question)) return;
      if (member.startsWith(CANNOT)) give(question, member);
      else question.respond(member);
    });
  }

  return {
    begin: (waiter) => void calls.set(waiter, new Set()),
    end(waiter) {
      const given = calls.get(waiter) ?? new Set();
      const open = [...given];
      given.clear();
      calls.delete(waiter);
      for (const question of open) if (!question.ask.signal.aborted) give(question);
    },
    asked(message, waiter, reply) {
      const question = questions.of(message, reply);
      beside ||= waiter === null;
      if (waiter === null) give({ ...question, asked: new Set() });
      else waiter.asked!(question.ask, question.respond);
    },
    told: questions.told,
    doubt() {
      doubtful = true;
    },
    besides: () => beside,
  };
}
