// Why a condition is never true, and where: it contradicts itself, or what agents, tools and arguments can be.
import type { Conjunct } from '../cel/index.ts';
import type { Typed } from '../cel/typed.ts';
import { isPossible, partOf } from '../cel/values/index.ts';
import type { Finding } from '../diagnostics/finding.ts';
import type { Condition } from '../language/conditions.ts';
import { contradiction } from './compare.ts';
import type { Case } from './facts.ts';
import { since } from './since.ts';

export interface Wrong {
  readonly range: NonNullable<Finding['range']>;
  /** A clause. */
  readonly because: string;
  readonly related: NonNullable<Finding['related']>;
}

/**
 * @param asks the condition's conjuncts
 * @param root the condition, where it is not the whole text
 */
export function whyNever(
  when: Condition,
  asks: readonly Conjunct[],
  cases: readonly Case[],
  root: Typed = when.compiled.root,
): Wrong | null {
  return conflict(when, asks) ?? unmet(when, root, cases);
}

/** Two parts that exclude each other. */
function conflict(when: Condition, asks: readonly Conjunct[]): Wrong | null {
  const [first, second] = contradiction(asks) ?? [];
  if (first === undefined || second === undefined) return null;
  return {
    range: rangeOf(when, second),
    because: `${textOf(when, first)} and ${textOf(when, second)} exclude each other`,
    related: [{ message: 'The other part.', range: rangeOf(when, first) }],
  };
}

/** A part that is not true of anything that the rule speaks of. */
function unmet(when: Condition, root: Typed, cases: readonly Case[]): Wrong | null {
  if (isPossible(root, true, cases)) return null;
  const part = partOf(root, true, cases);
  return { range: rangeOf(when, part.whole), because: since(when, part, cases), related: [] };
}

type Placed = Pick<Conjunct, 'span'>;

const rangeOf = (when: Condition, { span }: Placed) => when.slice(span.start, span.end);

const textOf = ({ text }: Condition, { span }: Placed): string => `\`${text.slice(span.start, span.end)}\``;
