// A condition that no call can meet: it contradicts itself, or what the agents and tools of its rule can be.
import type { Conjunct } from '../../cel/index.ts';
import type { Finding } from '../../diagnostics/finding.ts';
import type { Condition } from '../../language/conditions.ts';
import type { Rule } from '../../language/room.ts';
import { contradiction } from '../compare.ts';
import type { Judged } from '../judged.ts';
import type { World } from '../world.ts';

export const impossibleCondition: Rule<World> = {
  name: 'access/impossible-condition',
  severity: 'warning',
  check(world, report) {
    for (const judged of [...world.allows, ...world.denies]) {
      const { when, effect, name } = judged.rule;
      if (when === null || typeof when.compiled.constant === 'boolean') continue;
      const wrong = conflict(judged, when) ?? unmet(world, judged, when);
      if (wrong === null) continue;
      report(wrong.range, {
        message: `The condition of “${name.text}” can never be true: ${wrong.because}.`,
        why: `The rule never ${effect === 'allow' ? 'allows' : 'denies'} anything.`,
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

/** Two parts that exclude each other. A deny is true where either ends in an error. */
function conflict({ asks, rule }: Judged, when: Condition): Wrong | null {
  const sure = rule.effect === 'allow' ? asks : asks.filter((ask) => ask.sure);
  const [first, second] = contradiction(sure) ?? [];
  if (first === undefined || second === undefined) return null;
  return {
    range: rangeOf(when, second),
    because: `${textOf(when, first)} and ${textOf(when, second)} exclude each other`,
    related: [{ message: 'The other part.', range: rangeOf(when, first) }],
  };
}

function unmet(world: World, judged: Judged, when: Condition): Wrong | null {
  if (world.people.of(judged.rule).length === 0) return null;
  const ask = judged.asks.find((one) => !world.facts.isPossible(judged, one));
  if (ask === undefined) return null;
  const because = `${textOf(when, ask)} holds for no agent or tool that the rule concerns`;
  return { range: rangeOf(when, ask), because, related: [] };
}

const rangeOf = (when: Condition, { span }: Conjunct) => when.slice(span.start, span.end);

const textOf = ({ text }: Condition, { span }: Conjunct): string => `\`${text.slice(span.start, span.end)}\``;
