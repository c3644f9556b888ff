// Mistakes in a limit: one call more, a longer time, charged to something else.
import type { LimitModel } from '../../language/limits/model.ts';
import type { MapNode } from '../../source/node.ts';
import { conditionMutants } from './conditions.ts';
import { childOf, scalar } from './edit.ts';
import type { Edit } from './mutants.ts';

export function limitMutants(limit: MapNode, model: LimitModel | undefined): readonly Edit[] {
  return [
    ...changed(limit, 'rate', oneMore),
    ...changed(limit, 'rate', longer),
    ...changed(limit, 'burst', oneMore),
    ...narrowed(limit),
    ...perMutants(limit, model),
  ];
}

/** A number or rate that is another. */
function changed(limit: MapNode, key: string, by: (text: string) => string): readonly Edit[] {
  const node = childOf(limit, key);
  if (node?.kind !== 'scalar') return [];
  const from = String(node.value);
  const to = by(from);
  if (from === to) return [];
  const value = typeof node.value === 'number' ? Number(to) : to;
  return [{ range: node.range, from: `${key} ${from}`, to, node, by: scalar(node, value) }];
}

const oneMore = (text: string): string => text.replace(/^[0-9]+/, (digits) => String(Number(digits) + 1));

const units: Readonly<Record<string, string>> = {
  second: 'minute',
  minute: 'hour',
  hour: 'day',
  day: 'hour',
};

const longer = (rate: string): string => rate.replace(/[a-z]+$/, (unit) => units[unit] ?? unit);

/** A combination without one of its parts. */
function narrowed(limit: MapNode): readonly Edit[] {
  const per = childOf(limit, 'per');
  if (per?.kind !== 'list' || per.items.length < 2) return [];
  return per.items.map((item, at) => {
    const items = per.items.filter((_, index) => index !== at);
    const from = item.kind === 'scalar' ? `per ${item.value}` : 'per';
    return { range: item.range, from, to: 'not asked', node: per, by: { ...per, items } };
  });
}

function perMutants(limit: MapNode, model: LimitModel | undefined): readonly Edit[] {
  const per = childOf(limit, 'per');
  const scalars = per?.kind === 'list' ? per.items : [per];
  return (model?.per ?? []).flatMap((one, at) =>
    one.kind === 'cel' ? conditionMutants(scalars[at], one.condition, { names: true }) : [],
  );
}
