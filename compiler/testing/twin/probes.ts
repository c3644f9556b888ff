// The module beside a twin's plan: every condition of the gateway, printed so that each of its parts tells its value.
import { partsOf, printProbed } from '../../cel/index.ts';
import { createBuilder } from '../../emit/builder.ts';
import { type Code, literal } from '../../emit/code.ts';
import type { AccessRuleModel } from '../../language/access/model.ts';
import type { Condition } from '../../language/conditions.ts';
import { placesOf } from '../../language/places.ts';
import type { Models } from '../../language/rooms.ts';

/** The conditions of a gateway, in the order of its rules and routes. */
export interface Conditions {
  /** By access rule; null where it has none. */
  readonly access: readonly (Condition | null)[];
  /** By rule on trial, and by route. */
  readonly shadows: readonly (Condition | null)[];
  readonly routes: readonly (Condition | null)[];
  /** All others, by place. */
  readonly places: readonly Condition[];
}

export function conditionsOf(models: Models): Conditions {
  const { access, routes } = models;
  return Object.freeze({
    access: access.enforced.map(({ when }) => when),
    shadows: trialsOf(access).map(({ when }) => when),
    routes: routes.routes.map(({ when }) => when),
    places: placesOf(models).map(({ condition }) => condition),
  });
}

/** The rules on trial, in the order of the plan. */
export function trialsOf({ rules }: Models['access']): readonly AccessRuleModel[] {
  return rules.filter(({ shadow }) => shadow);
}

/** Text of the module: `plan(cel)` gives `Probes`. */
export function printProbes({ access, shadows, routes, places }: Conditions): Code {
  const builder = createBuilder();
  const each = (conditions: readonly (Condition | null)[]) =>
    conditions.map((condition) => condition && printProbed(condition.compiled, builder));
  const made = { access: each(access), shadows: each(shadows), routes: each(routes), places: each(places) };
  return builder.finish(literal(made)).plan;
}

/** A part of a condition: where it stands in the text, and whether it is a condition itself. */
export interface Part {
  readonly start: number;
  readonly end: number;
  /** How many parts it stands in. */
  readonly depth: number;
  readonly kind: string;
  /** The type of its value. */
  readonly type: string;
}

/** The parts of a condition, in the order of their probes. */
export function partsOfCondition({ compiled }: Condition): readonly Part[] {
  const parts = partsOf(compiled.written);
  return parts.map(({ start, end, kind, type }) => ({
    start,
    end,
    kind,
    type: type.kind,
    depth: parts.filter((other) => other.start <= start && end <= other.end).length - 1,
  }));
}
