// The twin of a gateway under test: it makes the same decisions and can be looked into.
import type { Environment } from '../../../runtime/contract/environment.ts';
import type { Bundle, RunningGateway } from '../../../runtime/contract/gateway.ts';
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { Stages } from '../../../runtime/contract/stages.ts';
import { bundleTwin } from '../../bundle/index.ts';
import type { Probe } from '../../cel/index.ts';
import type { Condition } from '../../language/conditions.ts';
import { placesOf } from '../../language/places.ts';
import type { Models } from '../../language/rooms.ts';
import type { Compiled } from '../../pipeline.ts';
import { loadModule } from '../world/load.ts';
import type { Given } from './places.ts';
import { type Conditions, conditionsOf, type Part, partsOfCondition, printProbes } from './probes.ts';

/** A condition that tells of its parts; it is given what the plan's own function is. */
export type Probed = (probe: Probe, ...given: Given) => unknown;

/** As `Conditions`. */
export type Probes = Readonly<Record<keyof Conditions, readonly (Probed | null)[]>>;

/** What the twin's file exports. */
interface TwinModule {
  readonly policy: Bundle['policy'];
  createGateway(environment: Environment, wrap: Wrap, plan?: Plan): RunningGateway;
  readonly further: Probes;
  planWith(made: (cel: unknown) => Plan): Plan;
}

/** Takes the stages of a gateway, and its plan, and gives those to use. */
export interface Wrap {
  stages(stages: Stages): Stages;
  plan(plan: Plan): Plan;
}

/** A condition that can be looked into. */
export interface Look {
  readonly condition: Condition;
  readonly probed: Probed;
  readonly parts: readonly Part[];
}

/** By access rule, rule on trial and route; null where it has no condition. */
export interface Looks extends Readonly<Record<'access' | 'shadows' | 'routes', readonly (Look | null)[]>> {
  /** By the key of places, in their order. */
  readonly places: ReadonlyMap<string, readonly PlaceLook[]>;
}

/** What can be looked into at a place. */
export interface PlaceLook extends Look {
  readonly name: string;
}

export interface Twin {
  readonly looks: Looks;
  readonly models: Models;
  /** As the bundle, with stages of one's own; with another plan, where one is given. */
  bundle(wrap?: Wrap, plan?: Plan): Bundle;
  /** Hands a plan's module what it calls. */
  planWith(made: (cel: unknown) => Plan): Plan;
}

/** Makes the twin of a gateway that compiles. */
export async function makeTwin({ models, generated }: Compiled): Promise<Twin> {
  if (models === null || generated === null) throw new Error('A gateway that does not compile has no twin.');
  const conditions = conditionsOf(models);
  const file = await bundleTwin(generated, printProbes(conditions));
  const twin = await loadModule<TwinModule>([file]);
  return {
    looks: looksOf(models, conditions, twin.further),
    models,
    planWith: twin.planWith,
    bundle: (wrap = untouched, plan) => ({
      policy: twin.policy,
      createGateway: (environment) => twin.createGateway(environment, wrap, plan),
    }),
  };
}

const untouched: Wrap = { stages: (stages) => stages, plan: (plan) => plan };

function looksOf(models: Models, conditions: Conditions, probes: Probes): Looks {
  const of = (kind: keyof Conditions): readonly (Look | null)[] =>
    conditions[kind].map((condition, at) => {
      const probed = probes[kind][at];
      return condition === null || probed == null
        ? null
        : { condition, probed, parts: partsOfCondition(condition) };
    });
  const looks = of('places');
  const places = new Map<string, PlaceLook[]>();
  for (const [at, { key, name }] of placesOf(models).entries())
    places.set(key, [...(places.get(key) ?? []), { ...looks[at]!, name }]);
  return { access: of('access'), shadows: of('shadows'), routes: of('routes'), places };
}
