// What a legacy server asks without saying in which call: one of those under way is asked.
import type { Ask } from '../contract/server.ts';
import type { Asking, Waiter } from './link.ts';
import { NOT_OFFERED } from './message.ts';

interface Question {
  readonly ask: Ask;
  readonly respond: (member: string) => void;
}

/**
 * Calls over one link. Where all of them are of one agent (`alone`), it is asked on the stream of the oldest, which stays for
 * longest, and of the next one if that ends before it is answered. Else nobody is asked unless there is only one.
 */
export function createAsking(alone: boolean): Asking {
  const calls = new Map<Waiter, Set<Question>>();

  function give(question: Question): void {
    const [first] = alone || calls.size === 1 ? calls : [];
    if (first === undefined) return question.respond(NOT_OFFERED);
    const [waiter, questions] = first;
    questions.add(question);
    waiter.asked!(question.ask, (member) => {
      if (questions.delete(question)) question.respond(member);
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
    asked: (ask, respond) => give({ ask, respond }),
  };
}
