// What is known of `agent`, `tool` and `args` in a rule's condition: the values that its callers and its tools can give.
import type { Conjunct } from '../cel/index.ts';
import type { Known } from '../cel/values/index.ts';
import type { LockedTool } from '../language/catalog/model.ts';
import type { Pattern } from '../language/patterns.ts';
import type { Models } from '../language/rooms.ts';
import { type Callers, callersOf } from './callers.ts';
import type { Judged } from './judged.ts';
import { once } from './once.ts';
import type { People } from './people.ts';
import { toolsOf, unknown } from './tools.ts';

/** A tool that a rule speaks of, or all of them at once: what is known where the condition is judged for it. */
export interface Case extends Known {
  /** Null where no lock has the tools one by one. */
  readonly tool: LockedTool | null;
}

export interface Facts {
  /** Whatever call the rule's condition is judged for, one of these holds what is known of it. */
  cases(judged: Judged): readonly Case[];
  /** The same, but for who calls and what servers there are: those change without any change of the rule's meaning. */
  argumentsOf(judged: Judged): readonly Case[];
  /** The same of calls of tools that any of the patterns matches. */
  routed(patterns: readonly Pattern[]): readonly Case[];
  /** The same, with what is known of some classes of agents, who alone call; of any tools where there are no patterns. */
  calls(patterns: readonly Pattern[] | null, of: readonly number[]): readonly Case[];
  /** Is the value perhaps not there where these classes of agents call? Of a label it is known who lacks it. */
  mayLack(of: readonly number[], read: Conjunct['node']): boolean;
}

export function factsOf(models: Models, people: People): Facts {
  const declared = new Set(models.agents.agents.keys());
  const given = once((of: readonly number[]) =>
    callersOf(
      of.flatMap((person) => people.classes[person] ?? []),
      declared,
    ),
  );
  const ofPatterns = toolsOf(models);
  const tools = ({ rule, mixed }: Judged): readonly Case[] => (mixed ? unknown : ofPatterns(rule.tools));
  /** What rules for the same callers and tools know is worked out once. */
  const called = once(({ field: ofCaller }: Callers) =>
    once((of: readonly Case[]): readonly Case[] =>
      of.map((one) => ({ ...one, field: (path) => ofCaller(path) ?? one.field(path) })),
    ),
  );
  const unfielded = once((of: readonly Case[]): readonly Case[] =>
    of.map((one) => ({ ...one, field: () => undefined })),
  );
  return {
    cases(judged) {
      // Of a rule for nobody that is said, and its condition may be right.
      if (people.of(judged.rule).length === 0) return unknown;
      return called(given(people.of(judged.rule)))(tools(judged));
    },
    routed: (patterns) => unfielded(ofPatterns(patterns)),
    calls: (patterns, of) => called(given(of))(patterns === null ? unknown : ofPatterns(patterns)),
    argumentsOf: (judged) => unfielded(tools(judged)),
    mayLack(of, read) {
      const label = labelOf(read);
      return label === null || given(of).lacks(label);
    },
  };
}

/** `tier` of `agent.labels.tier`. */
function labelOf(node: Conjunct['node']): string | null {
  if (node.kind !== 'index' || !isLabels(node.operand)) return null;
  const { index } = node;
  return index.kind === 'constant' && index.constant.type === 'string' ? index.constant.value : null;
}

function isLabels(node: Conjunct['node']): boolean {
  return (
    node.kind === 'field' &&
    node.name === 'labels' &&
    node.operand.kind === 'variable' &&
    node.operand.name === 'agent'
  );
}
