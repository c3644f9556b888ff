// The twin of a gateway under test: it makes the same decisions and can be looked into.
import type { Environment } from '../../../runtime/contract/environment.ts';
import type { Bundle, RunningGateway } from '../../../runtime/contract/gateway.ts';
import type { Agent } from '../../../runtime/contract/identity.ts';
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { Stages } from '../../../runtime/contract/stages.ts';
import type { Facts, RequestFacts } from '../../../runtime/contract/tool.ts';
import { bundleTwin } from '../../bundle/index.ts';
import type { Probe } from '../../cel/index.ts';
import type { Condition } from '../../language/conditions.ts';
import type { Models } from '../../language/rooms.ts';
import type { Compiled } from '../../pipeline.ts';
import { loadModule } from '../world/load.ts';
import { type Conditions, conditionsOf, type Part, partsOfCondition, printProbes } from './probes.ts';

/** A condition that tells of its parts. */
export type Probed = (
  probe: Probe,
  agent: Agent,
  tool: Facts,
  args: unknown,
  request: RequestFacts,
) => unknown;

/** As `Conditions`. */
export interface Probes {
  readonly access: readonly (Probed | null)[];
  readonly shadows: readonly (Probed | null)[];
  readonly routes: readonly (Probed | null)[];
  readonly limits: readonly (readonly Probed[])[];
}

/** What the twin's file exports. */
interface TwinModule {
  readonly policy: Bundle['policy'];
  createGateway(environment: Environment, wrap: Wrap, plan?: Plan): RunningGateway;
  readonly further: Probes;
  planWith(made: (cel: unknown) => Plan): Plan;
}

/** Takes the stages of a gateway and gives those to use. */
export type Wrap = (stages: Stages) => Stages;

/** A condition that can be looked into. */
export interface Look {
  readonly condition: Condition;
  readonly probed: Probed;
  readonly parts: readonly Part[];
}

/** By access rule, rule on trial and route; null where it has no condition. */
export type Looks = Readonly<Record<'access' | 'shadows' | 'routes', readonly (Look | null)[]>>;

export interface Twin {
  readonly looks: Looks;
  readonly models: Models;
  /** As the bundle, with stages of one's own; with another plan, where one is given. */
  bundle(wrap: Wrap, plan?: Plan): Bundle;
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
    looks: looksOf(conditions, twin.further),
    models,
    planWith: twin.planWith,
    bundle: (wrap, plan) => ({
      policy: twin.policy,
      createGateway: (environment) => twin.createGateway(environment, wrap, plan),
    }),
  };
}

function looksOf(conditions: Conditions, probes: Probes): Looks {
  const of = (kind: keyof Looks): readonly (Look | null)[] =>
    conditions[kind].map((condition, at) => {
      const probed = probes[kind][at];
      return condition === null || probed == null
        ? null
        : { condition, probed, parts: partsOfCondition(condition) };
    });
  return { access: of('access'), shadows: of('shadows'), routes: of('routes') };
}
