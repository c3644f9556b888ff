// Does one rule hold wherever another does: for all its callers, tools and calls?
import { covers, type Pattern } from '../language/patterns.ts';
import { implies } from './compare.ts';
import type { Judged } from './judged.ts';
import type { Shelves } from './shelves.ts';
import type { World } from './world.ts';

/** Is all that `narrow` speaks of spoken of by `wide`, whatever agents and tools there are? */
export function isInside({ people }: Pick<World, 'people'>, narrow: Judged, wide: Judged): boolean {
  return (
    narrow !== wide &&
    coversAll(wide.rule.tools, narrow.rule.tools) &&
    coversAll(wide.rule.prompts, narrow.rule.prompts) &&
    hasAll(wide.rule.resources, narrow.rule.resources) &&
    people.covers(wide.rule, narrow.rule) &&
    implies(narrow.asks, wide.asks)
  );
}

function coversAll(wide: readonly Pattern[] | null, narrow: readonly Pattern[] | null): boolean {
  return (narrow ?? []).every((one) => wide?.some((other) => covers(other, one)));
}

/** The same patterns, word by word: of resources no more is compared. */
function hasAll(wide: readonly Texted[] | null, narrow: readonly Texted[] | null): boolean {
  return (narrow ?? []).every(({ text }) => wide?.some((other) => other.text === text));
}

interface Texted {
  readonly text: string;
}

/** The first rule on the shelves that a rule is inside of. */
export function insideOf(world: World, narrow: Judged, shelves: Shelves): Judged | undefined {
  const [tool] = narrow.rule.tools;
  if (tool === undefined) return undefined;
  return shelves(tool, narrow.asks).find((wide) => isInside(world, narrow, wide));
}
