// What tests of a gateway can reach: each rule decides, each part of a condition is true and is false, what is no condition
// has a value, each limit counts and refuses, each route leads a call, each link of a chain serves one.
import type { Range } from '../../diagnostics/finding.ts';
import type { SourceText } from '../../diagnostics/position.ts';
import type { AccessRuleModel } from '../../language/access/model.ts';
import { linkName } from '../../language/places.ts';
import type { RouteModel } from '../../language/routes/model.ts';
import { trialsOf } from '../twin/probes.ts';
import type { Look, Twin } from '../twin/twin.ts';

/** One thing that tests can reach, and how often they did. Plain data. */
export interface Goal {
  readonly kind: 'rule' | 'condition' | 'limit' | 'route' | 'link';
  /** Name of the rule or limit; of a route and a link, what it is from and to. */
  readonly name: string;
  readonly range: Range;
  /** The part of the condition, as written; null for all else. */
  readonly text: string | null;
  /** What must happen, as `holds`, `is true`, `refuses`. */
  readonly what: What;
  readonly hits: number;
}

export type What =
  | 'holds'
  | 'is true'
  | 'is false'
  | 'has a value'
  | 'counts'
  | 'refuses'
  | 'leads'
  | 'serves';

/** What tests reached of one gateway. */
export interface Coverage {
  /** Path of the gateway file; the goals' files are named from its folder. */
  readonly gateway: string;
  readonly sources: readonly SourceText[];
  readonly goals: readonly Goal[];
}

/** Where a gateway's goals are counted: `goals` in order, and where those of a rule, a part, a limit begin. */
export interface Ledger {
  readonly goals: readonly Omit<Goal, 'hits'>[];
  readonly hits: Uint32Array;
  /** By access rule, and by rule on trial: its goals. */
  readonly rules: readonly RuleGoals[];
  readonly trials: readonly RuleGoals[];
  /** By route: the parts of its condition. */
  readonly conditions: readonly Parts[];
  /** By the key of places: the parts of each. */
  readonly places: ReadonlyMap<string, readonly Parts[]>;
  /** By limit: index of `counts`, `refuses` follows. */
  readonly limits: readonly number[];
  /** By the place of a route: index of its goal. */
  readonly routes: ReadonlyMap<string, number>;
  /** By chain and link: index of its goal. */
  readonly links: ReadonlyMap<string, readonly number[]>;
}

/** By part of a condition: where it is counted; null where it is not. */
export type Parts = readonly (PartGoals | null)[];

/** Indexes of its goals, by what its value is. */
export type PartGoals = { readonly true: number; readonly false: number } | { readonly value: number };

export interface RuleGoals {
  /** Index of `holds`. */
  readonly holds: number;
  readonly parts: Parts;
}

export function createLedger({ models, looks }: Twin): Ledger {
  const goals: Omit<Goal, 'hits'>[] = [];
  const add = (goal: Omit<Goal, 'hits'>): number => goals.push(goal) - 1;
  const partsOf = (name: string, look: Look | null): Parts =>
    (look?.parts ?? []).map(({ start, end, type }, part): PartGoals | null => {
      const { condition } = look!;
      const [range, text] = [condition.slice(start, end), condition.text.slice(start, end)];
      const about = { kind: 'condition', name, range, text } as const;
      if (type === 'bool' || (part === 0 && condition.compiled.want === 'bool'))
        return { true: add({ ...about, what: 'is true' }), false: add({ ...about, what: 'is false' }) };
      return part === 0 ? { value: add({ ...about, what: 'has a value' }) } : null;
    });
  const goalsOf = (of: readonly AccessRuleModel[], own: readonly (Look | null)[]): readonly RuleGoals[] =>
    of.map(({ name: { text: name, range } }, index) => ({
      holds: add({ kind: 'rule', name, range, text: null, what: 'holds' }),
      parts: partsOf(name, own[index] ?? null),
    }));
  const rules = goalsOf(models.access.enforced, looks.access);
  const trials = goalsOf(trialsOf(models.access), looks.shadows);
  const limits = models.limits.limits.map(({ name: { text: name, range } }) => {
    const first = add({ kind: 'limit', name, range, text: null, what: 'counts' });
    add({ kind: 'limit', name, range, text: null, what: 'refuses' });
    return first;
  });
  const ways = wayGoals(models, add);
  const conditions = models.routes.routes.map((route, at) =>
    partsOf(`the route ${nameOf(route)}`, looks.routes[at] ?? null),
  );
  const places = new Map(
    [...looks.places].map(([key, own]) => [key, own.map((look) => partsOf(look.name, look))] as const),
  );
  return { goals, hits: new Uint32Array(goals.length), rules, trials, conditions, places, limits, ...ways };
}

function nameOf({ tools, to }: RouteModel): string {
  return `${tools.map(({ text }) => text).join(' ')} to ${to.word.text}`;
}

function wayGoals(
  { routes: { routes }, failover: { chains } }: Twin['models'],
  add: (goal: Omit<Goal, 'hits'>) => number,
): Pick<Ledger, 'routes' | 'links'> {
  const ofRoutes = routes.map((route) => {
    const about = { name: nameOf(route), range: route.range, text: null };
    return [route.place, add({ kind: 'route', ...about, what: 'leads' })] as const;
  });
  const ofChains = [...chains.values()].map((chain) => {
    const links = chain.links.map((link) =>
      add({ kind: 'link', name: linkName(chain, link), range: link.range, text: null, what: 'serves' }),
    );
    return [chain.name.text, links] as const;
  });
  return { routes: new Map(ofRoutes), links: new Map(ofChains) };
}

/** What was counted. */
export function coverageOf(
  { goals, hits }: Ledger,
  gateway: string,
  sources: readonly SourceText[],
): Coverage {
  return { gateway, sources, goals: goals.map((goal, at) => ({ ...goal, hits: hits[at]! })) };
}

/** One for each gateway, of all that its suites reached. */
export function mergeCoverage(all: readonly Coverage[]): readonly Coverage[] {
  const merged = new Map<string, Coverage>();
  for (const one of all) {
    const known = merged.get(one.gateway);
    const goals = one.goals.map((goal, at) => ({ ...goal, hits: goal.hits + (known?.goals[at]?.hits ?? 0) }));
    merged.set(one.gateway, { ...one, goals });
  }
  return [...merged.values()];
}

export interface Figure {
  readonly reached: number;
  readonly all: number;
  /** Whole percent, rounded down: 100 is all. */
  readonly percent: number;
}

/** How many of some goals are reached. Where there is none, all are. */
export function figureOf(goals: readonly Goal[]): Figure {
  const reached = goals.filter(({ hits }) => hits > 0).length;
  const all = goals.length;
  return { reached, all, percent: all === 0 ? 100 : Math.floor((100 * reached) / all) };
}
