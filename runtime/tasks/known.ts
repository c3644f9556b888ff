// What one process knows of who began which task, and what it keeps of those that no server does: within bounds, and in time.
import type { Clock } from '../contract/environment.ts';
import type { Outcome, SharedSessions } from '../contract/shared.ts';

/** Tasks of one agent, and agents that have any. */
const MOST_TASKS = 1000;
const MOST_AGENTS = 10_000;
/** Characters of outcomes that are kept of one agent, and together. */
const MOST_OF_ONE = 16 * 1024 * 1024;
const MOST_KEPT = 64 * 1024 * 1024;

export interface Known {
  /** `outcome`: what came of it, where no server keeps that. */
  add(owner: string, id: string, outcome: Outcome | null): void;
  /** In the order in which they were begun. */
  of(owner: string): readonly string[];
  /** Null where its server keeps it, or nobody does any more. */
  outcome(owner: string, id: string): Outcome | null;
  forget(owner: string, id: string): void;
}

/** `all` null: nothing is known. */
export function createKnown(all: SharedSessions['tasks'], { now }: Pick<Clock, 'now'>): Known {
  let kept = 0;
  for (const of of all?.values() ?? []) for (const outcome of of.values()) kept += sizeOf(outcome);

  function remove(owner: string, id: string): void {
    const of = all?.get(owner);
    if (of === undefined || !of.has(id)) return;
    kept -= sizeOf(of.get(id)!);
    of.delete(id);
    if (of.size === 0) all!.delete(owner);
  }

  /** Of an agent that has too much what came first goes: that is nobody else's loss. */
  function boundOne(owner: string, of: ReadonlyMap<string, Outcome | null>): void {
    let own = [...of.values()].reduce((sum, outcome) => sum + sizeOf(outcome), 0);
    for (const [id, outcome] of of) {
      if (own <= MOST_OF_ONE) return;
      own -= sizeOf(outcome);
      if (outcome !== null) remove(owner, id);
    }
  }

  /** What is out of time goes, and of the rest what is of who began nothing for the longest time. */
  function bound(): void {
    for (const [owner, of] of all!)
      for (const [id, outcome] of of) {
        const late = outcome !== null && now() >= outcome.at + outcome.ttlMs;
        if (late || (outcome !== null && kept > MOST_KEPT)) remove(owner, id);
      }
  }

  return {
    add(owner, id, outcome) {
      if (all === null) return;
      const of = all.get(owner) ?? new Map();
      // Who began something last is forgotten last.
      all.delete(owner);
      all.set(owner, of.set(id, outcome));
      kept += sizeOf(outcome);
      if (of.size > MOST_TASKS) remove(owner, of.keys().next().value!);
      if (all.size > MOST_AGENTS) {
        const [oldest] = all;
        for (const one of oldest![1].keys()) remove(oldest![0], one);
      }
      if (outcome === null) return;
      boundOne(owner, of);
      bound();
    },
    of: (owner) => [...(all?.get(owner)?.keys() ?? [])],
    outcome(owner, id) {
      const outcome = all?.get(owner)?.get(id) ?? null;
      if (outcome === null || now() < outcome.at + outcome.ttlMs) return outcome;
      remove(owner, id);
      return null;
    },
    forget: remove,
  };
}

function sizeOf(outcome: Outcome | null): number {
  return outcome?.result.length ?? 0;
}
