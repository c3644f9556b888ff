// One evaluation of a condition in the twin, with what each of its parts gave.
import type { Agent } from '../../../runtime/contract/identity.ts';
import type { AccessRulePlan } from '../../../runtime/contract/plan.ts';
import type { RequestFacts, Facts as Subject } from '../../../runtime/contract/tool.ts';
import type { Given } from './places.ts';
import type { Part } from './probes.ts';
import type { Probed } from './twin.ts';
import { showValue } from './values.ts';
import type { Sighting } from './watch.ts';

/** What a condition may read. */
export interface Facts {
  readonly agent: Agent;
  readonly tool: Subject;
  /** Does a rule speak of the tool at all? */
  speaks(rule: AccessRulePlan): boolean;
  /** Throws where the arguments cannot be read. */
  args(): unknown;
  readonly request: RequestFacts;
}

/** What a condition is handed that reads no request. */
const NO_REQUEST: RequestFacts = { method: '', time: 0, id: '', ip: '', meta: {}, headers: {} };

/** What the conditions of a call may read; null where no rule was asked. */
export function factsOf({ agent, tool, speaks, call }: Sighting): Facts | null {
  if (agent === null || tool === null || speaks === null) return null;
  return { agent, tool, speaks, args: () => call?.args, request: call?.request ?? NO_REQUEST };
}

/** Does a rule of the plan hold? Its own function says so; where that is an error, a deny holds and an allow does not. */
export function holds({ when, effect }: AccessRulePlan, { agent, tool, args, request }: Facts): boolean {
  if (when === null) return true;
  try {
    const value: unknown = when(agent, tool, args(), request);
    return typeof value === 'boolean' ? value : effect === 'deny';
  } catch {
    return effect === 'deny';
  }
}

export type Result = 'true' | 'false' | 'error' | 'value';

export interface Evaluation {
  readonly result: Result;
  /** By part; null where it was not evaluated, several results where it stands in a loop. */
  readonly parts: readonly (readonly PartResult[] | null)[];
}

export interface PartResult {
  readonly result: Result;
  readonly shown: string;
}

/** Loops may evaluate a part many times; so many results are kept of each. */
const kept = 20;

/** What the rules' and routes' conditions are given. */
export const givenOf = ({ agent, tool, args, request }: Facts): Given => [agent, tool, args(), request];

/** @param given what the condition is given; where that throws, it has no value */
export function evaluate(probed: Probed, parts: readonly Part[], given: () => Given): Evaluation {
  const results: (PartResult[] | null)[] = parts.map(() => null);
  const tell = (part: number, value: () => unknown): unknown => {
    try {
      const given = value();
      note(results, part, { result: resultOf(given), shown: showValue(given, parts[part]!.type) });
      return given;
    } catch (error) {
      note(results, part, { result: 'error', shown: 'error' });
      throw error;
    }
  };
  try {
    return { result: resultOf(probed(tell, ...given())), parts: results };
  } catch {
    return { result: 'error', parts: results };
  }
}

function resultOf(value: unknown): Result {
  return typeof value === 'boolean' ? (value ? 'true' : 'false') : 'value';
}

/** Both truths of a part are kept, whatever else is dropped. */
function note(results: (PartResult[] | null)[], part: number, result: PartResult): void {
  const known = results[part] ?? [];
  results[part] = known;
  if (known.length < kept || !known.some((one) => one.result === result.result)) known.push(result);
}
