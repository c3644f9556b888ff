// How much: which limits count for a tool, and the charge of one call.
import type { Agent } from '../contract/identity.ts';
import type { Cell, Charge, Limited, LimitGate, LimitStage, Store, Taken } from '../contract/limits.ts';
import type { LimitPlan } from '../contract/plan.ts';
import { type CallFacts, NO_REQUEST, type ToolFacts } from '../contract/tool.ts';

/** A cell that cannot be named is refused for this long: the wording of a wait is owed, and there is no better one. */
const UNKNOWN_WAIT_MS = 1000;
/** Longer names of cells are not counted: a caller who writes them would fill the store. An agent, its team and a tool fit. */
const MOST_CHARACTERS = 768;

/** The stage that counts calls against `limits` in `store`. A limit that cannot be counted refuses. */
export function limitStage(limits: readonly LimitPlan[], store: Store): LimitStage {
  return {
    gate(tool) {
      const counting = limits.filter((limit) => limit.tools(tool.name));
      return counting.length === 0 ? null : gateOf(counting, tool, store);
    },
  };
}

function gateOf(limits: readonly LimitPlan[], tool: ToolFacts, store: Store): LimitGate {
  return {
    take(agent, call) {
      const cells: Cell[] = [];
      const owners: LimitPlan[] = [];
      for (const limit of limits) {
        if (!addCells(limit, agent, tool, call, cells, owners)) return uncountable(limit);
      }
      const taken = store.take(cells);
      return taken instanceof Promise
        ? taken.then((result) => charge(result, cells, owners, store))
        : charge(taken, cells, owners, store);
    },
  };
}

/** Appends the limit's cells. False when its key cannot be computed for this call. */
function addCells(
  limit: LimitPlan,
  agent: Agent,
  tool: ToolFacts,
  call: CallFacts,
  cells: Cell[],
  owners: LimitPlan[],
): boolean {
  const { intervalMs, burst } = limit.rate;
  try {
    const args = limit.reads.args ? call.args : NOTHING;
    const request = limit.reads.request ? call.request : NO_REQUEST;
    for (const cell of limit.cells(agent, tool, args, request)) {
      if (typeof cell !== 'string' || cell.length > MOST_CHARACTERS) return false;
      cells.push({ key: `${limit.name}\n${cell}`, intervalMs, burst });
      owners.push(limit);
    }
    return true;
  } catch {
    return false;
  }
}

function charge(taken: Taken, cells: readonly Cell[], owners: readonly LimitPlan[], store: Store): Charge {
  if (taken === null) return { granted: true, refund: () => store.refund(cells) };
  const limit = owners[taken.index]!;
  return limited(limit, taken.waitMs, taken.reason ?? null);
}

function uncountable(limit: LimitPlan): Charge {
  const reason = `The cell of limit "${limit.name}" cannot be computed for this call.`;
  return { ...limited(limit, UNKNOWN_WAIT_MS, reason), text: reason };
}

function limited({ name, place }: LimitPlan, waitMs: number, reason: string | null): Limited {
  const seconds = String(Math.ceil(waitMs / 1000));
  const fields = ['retry-after', seconds, 'ratelimit', `"${name}";r=0;t=${seconds}`];
  const text = `Rate limit "${name}" is used up. Try again in ${Math.ceil(waitMs)} ms.`;
  return { granted: false, limit: name, place, waitMs, reason, text, fields };
}

const NOTHING = Object.freeze({});
