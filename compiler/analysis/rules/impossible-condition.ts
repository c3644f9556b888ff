// A condition that no call can meet: it contradicts itself, or what the agents, tools and arguments of its rule can be.
import type { Conjunct } from '../../cel/index.ts';
import { isPossible, outcomeOf, partOf } from '../../cel/values/index.ts';
import type { Finding } from '../../diagnostics/finding.ts';
import type { Condition } from '../../language/conditions.ts';
import type { Rule } from '../../language/room.ts';
import { contradiction } from '../compare.ts';
import type { Case } from '../facts.ts';
import type { Judged } from '../judged.ts';
import { since } from '../since.ts';
import type { World } from '../world.ts';

export const impossibleCondition: Rule<World> = {
  name: 'access/impossible-condition',
  severity: 'warning',
  check(world, report) {
    for (const judged of [...world.allows, ...world.denies]) {
      const { when, name } = judged.rule;
      if (when === null || !judged.never || typeof when.compiled.constant === 'boolean') continue;
      const cases = world.facts.cases(judged);
      const wrong = conflict(judged, when) ?? unmet(when, cases);
      if (wrong === null) continue;
      report(wrong.range, {
        message: `The condition of “${name.text}” can never be true: ${wrong.because}.`,
        why: effectOf(judged, when, cases),
        help: 'Mend the condition, or remove the rule.',
        related: wrong.related,
      });
    }
  },
};

interface Wrong {
  readonly range: NonNullable<Finding['range']>;
  readonly because: string;
  readonly related: NonNullable<Finding['related']>;
}

/** Two parts that exclude each other. */
function conflict({ asks }: Judged, when: Condition): Wrong | null {
  const [first, second] = contradiction(asks) ?? [];
  if (first === undefined || second === undefined) return null;
  return {
    range: rangeOf(when, second),
    because: `${textOf(when, first)} and ${textOf(when, second)} exclude each other`,
    related: [{ message: 'The other part.', range: rangeOf(when, first) }],
  };
}

/** A part that is not true of anything that the rule speaks of. */
function unmet(when: Condition, cases: readonly Case[]): Wrong | null {
  const { root } = when.compiled;
  if (isPossible(root, true, cases)) return null;
  const part = partOf(root, true, cases);
  return { range: rangeOf(when, part.whole), because: since(when, part, cases), related: [] };
}

/** A deny whose condition ends in an error denies. */
function effectOf({ rule }: Judged, { compiled }: Condition, cases: readonly Case[]): string {
  if (rule.effect === 'allow') return 'The rule never allows anything.';
  const fails = cases.some((one) => outcomeOf(compiled.root, one).error);
  return fails
    ? 'The rule denies only calls on which its condition ends in an error.'
    : 'The rule never denies anything.';
}

type Placed = Pick<Conjunct, 'span'>;

const rangeOf = (when: Condition, { span }: Placed) => when.slice(span.start, span.end);

const textOf = ({ text }: Condition, { span }: Placed): string => `\`${text.slice(span.start, span.end)}\``;
