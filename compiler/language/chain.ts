// Rooms one after another: each sees the models of those before it, and the types hold the order.
import type { Builder } from '../emit/builder.ts';
import type { PlanPart, Room, Scope } from './room.ts';

export interface Chain<Models> {
  /** Adds a room that needs no more than the models so far. */
  and<Key extends string, Model>(
    room: Room<Key, Model, Models>,
  ): Chain<Models & Readonly<Record<Key, Model>>>;
  /** Names of all rules, in the order of the rooms. */
  readonly rules: readonly string[];
  resolve(scope: Scope): Models;
  check(models: Models, scope: Scope): void;
  generate(models: Models, builder: Builder): PlanPart;
}

type Steps<Models> = Omit<Chain<Models>, 'and'>;

/** The chain without rooms. */
export function noRooms(): Chain<object> {
  return chain({ rules: [], resolve: () => ({}), check: () => undefined, generate: () => ({}) });
}

function chain<Models extends object>(steps: Steps<Models>): Chain<Models> {
  return { ...steps, and: (room) => chain(after(steps, room)) };
}

function after<Models extends object, Key extends string, Model>(
  steps: Steps<Models>,
  room: Room<Key, Model, Models>,
): Steps<Models & Readonly<Record<Key, Model>>> {
  type More = Models & Readonly<Record<Key, Model>>;
  return {
    rules: Object.freeze([...steps.rules, ...room.rules.map(({ name }) => name)]),
    resolve(scope) {
      const before = steps.resolve(scope);
      return Object.freeze({ ...before, [room.key]: room.resolve(scope, before) }) as More;
    },
    check(models, scope) {
      steps.check(models, scope);
      for (const { name: rule, severity, check } of room.rules) {
        check(models, (range, says) => scope.report({ rule, severity, range, ...says }), scope);
      }
    },
    generate: (models, builder) => ({
      ...steps.generate(models, builder),
      ...room.generate(models, builder),
    }),
  };
}
