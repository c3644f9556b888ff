// A limit whose cell does not depend on the call as it seems to.
import { type LimitModel, type PerModel, perNamed } from '../../language/limits/model.ts';
import type { Report, Rule } from '../../language/room.ts';
import { chargedIn } from '../charged.ts';
import { fixedIn } from '../fixed.ts';
import type { World } from '../world.ts';

type Expression = Extract<PerModel, { readonly kind: 'cel' }>;

export const constantPer: Rule<World> = {
  name: 'limits/constant-per',
  severity: 'warning',
  check(world, report) {
    for (const limit of world.models.limits.limits) {
      for (const one of limit.per) {
        if (one.kind !== 'cel') continue;
        const { constant } = one.condition.compiled;
        if (typeof constant === 'string') ofConstant(limit, one, constant, report);
        else ofPart(limit, one, world, report);
      }
    }
  },
};

/** A text alone is how one cell for all is written, unless it is something that can be counted by. */
function ofConstant(
  { name, per }: LimitModel,
  { condition }: Expression,
  value: string,
  report: Report,
): void {
  const alone = condition.compiled.written.kind === 'constant' && per.length === 1;
  if (alone && perNamed(value) === undefined) return;
  const text = JSON.stringify(value);
  report(condition.range, {
    message:
      per.length > 1
        ? `“${name.text}” tells no calls apart by \`${condition.text}\`: it is always ${text}.`
        : `“${name.text}” charges every call to one cell: \`${condition.text}\` is always ${text}.`,
    help:
      perNamed(value) !== undefined
        ? `Write \`per: ${value}\` to count by ${value}.`
        : per.length > 1
          ? 'Remove it from the list.'
          : `Mend the expression; or write ${text} alone, if all calls are to be counted together.`,
  });
}

function ofPart(limit: LimitModel, { condition }: Expression, world: World, report: Report): void {
  const charged = chargedIn(world)(limit);
  if (charged.length === 0) return;
  const { facts } = world;
  const fixed = fixedIn(condition, facts.calls(limit.tools, charged), facts.routed(limit.tools));
  if (fixed === undefined) return;
  report(fixed.range, {
    message: `What “${limit.name.text}” charges does not depend on this condition: it can never be ${fixed.never}, since ${fixed.because}.`,
    help: 'Mend the condition, or leave it out.',
    related: fixed.related,
  });
}
