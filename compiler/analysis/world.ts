// What every check over the whole model builds on, worked out once: rules, classes of callers, what is allowed and not refused.

import { isPossible } from '../cel/values/index.ts';
import { named } from '../language/lookup.ts';
import { covers, isExact, overlap, type Pattern } from '../language/patterns.ts';
import type { Models } from '../language/rooms.ts';
import { implies } from './compare.ts';
import { type Facts, factsOf } from './facts.ts';
import { type Judged, judged } from './judged.ts';
import { once } from './once.ts';
import { type People, peopleOf } from './people.ts';
import { type Shelves, shelvesOf } from './shelves.ts';

export interface World {
  readonly models: Models;
  readonly allows: readonly Judged[];
  readonly denies: readonly Judged[];
  /** Rules on trial: judged and recorded, never enforced. */
  readonly trials: readonly Judged[];
  readonly people: People;
  readonly facts: Facts;
  /** Denies and allows by the tools they cover, and what they ask for. */
  readonly denying: Shelves;
  readonly allowing: Shelves;
  /** The allows of a tool, whatever they ask for. */
  covering(tool: Pattern): readonly Judged[];
  /** The classes that an allow gives something: at least one tool, for some call, that no deny is certain to refuse. */
  given(allow: Judged): readonly number[];
  /** The names a pattern can stand for: itself, or the narrower names that servers offer. */
  region(tool: Pattern): readonly Pattern[];
  /** The deny that is certain to refuse, to a class of callers, all that an allow gives by a pattern. */
  refusal(allow: Judged, tool: Pattern, person: number): Judged | undefined;
}

export function worldOf(models: Models): World {
  const people = peopleOf(models, models.access.rules);
  const facts = factsOf(models, people);
  const settle = (all: Models['access']['rules']): readonly Judged[] =>
    all.map(judged).map((one) => settled(one, facts));
  const rules = settle(models.access.enforced);
  const trials = settle(models.access.rules.filter(({ shadow }) => shadow));
  const allows = rules.filter(({ rule }) => rule.effect === 'allow');
  const denies = rules.filter(({ rule }) => rule.effect === 'deny');
  const denying = shelvesOf(denies.filter(({ never }) => !never));
  const region = regionsOf(models);
  const refusal: World['refusal'] = (allow, tool, person) =>
    denying(tool, allow.asks).find(
      ({ rule, asks }) => people.concerns(rule, person) && implies(allow.asks, asks),
    );
  const gives = (allow: Judged, person: number): boolean =>
    allow.mixed ||
    allow.rule.tools.some((tool) => region(tool).some((part) => refusal(allow, part, person) === undefined));
  return {
    ...{ models, allows, denies, trials, people, facts, denying, region, refusal },
    allowing: shelvesOf(allows),
    covering: coveringOf(allows, rules),
    given: once((allow) =>
      allow.never ? [] : people.of(allow.rule).filter((person) => gives(allow, person)),
    ),
  };
}

/** With what agents, tools and arguments can be, where the condition is not impossible by itself. */
function settled(one: Judged, facts: Facts): Judged {
  const root = one.rule.when?.compiled.root;
  if (one.never || root === undefined || isPossible(root, true, facts.cases(one))) return one;
  return { ...one, never: true };
}

function coveringOf(allows: readonly Judged[], rules: readonly Judged[]): World['covering'] {
  let unasked: Shelves | null = null;
  return (tool) => {
    unasked ??= shelvesOf(allows.map((allow) => ({ ...allow, asks: [] })));
    return unasked(tool, []).flatMap(({ at }) => rules[at] ?? []);
  };
}

function regionsOf({ catalog }: Models): World['region'] {
  const names = catalog.offers.map((offer) => offer.names);
  const exact = named(names.filter(isExact).map((pattern) => ({ name: pattern.text, pattern })));
  const starred = names.filter((name) => !isExact(name));
  const parts = (tool: Pattern) => [
    ...exact(tool).map(({ pattern }) => pattern),
    ...starred.filter((name) => overlap(name, tool)).map((name) => (covers(tool, name) ? name : tool)),
  ];
  const known = new Map<string, readonly Pattern[]>();
  return (tool) => {
    const found = known.get(tool.text) ?? [...new Set(parts(tool))];
    known.set(tool.text, found);
    return found;
  };
}
