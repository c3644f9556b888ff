// Small mistakes a person could make in a gateway file, each as a change of the document. Good tests notice every one.
import type { Range } from '../../diagnostics/finding.ts';
import type { Models } from '../../language/rooms.ts';
import type { ListNode, MapNode, Node } from '../../source/node.ts';
import { conditionMutants } from './conditions.ts';
import { childOf, renamed, replace, withoutEntry } from './edit.ts';
import { issuerMutants } from './issuers.ts';
import { limitMutants } from './limits.ts';
import { wayMutants } from './ways.ts';

export interface Mutant {
  readonly range: Range;
  /** Name of what is changed: a rule, a limit, a chain, a route. */
  readonly name: string;
  /** The change in words: what stood there, and what stands there now. */
  readonly from: string;
  readonly to: string;
  /** The changed document. */
  readonly root: MapNode;
}

/** Of one thing: where it is, and what stands instead. */
export type Edit = Pick<Mutant, 'range' | 'from' | 'to'> & { readonly node: Node; readonly by: Node };

/** All mutants of a document, in its order. The same document gives the same ones. */
export function mutantsOf(root: MapNode, models: Models): readonly Mutant[] {
  const access = childOf(root, 'access');
  const limits = childOf(root, 'limits');
  return [
    ...issuerMutants(root, models),
    ...mutate(root, access, (rule, at) => [
      ...dropped(access as ListNode, rule, at),
      ...flipped(rule),
      ...narrowed(rule),
      ...conditionMutants(childOf(rule, 'when'), models.access.rules[at]?.when ?? null),
    ]),
    ...mutate(root, limits, (limit, at) => [
      ...dropped(limits as ListNode, limit, at),
      ...limitMutants(limit, models.limits.limits[at]),
    ]),
    ...wayMutants(root, models),
  ];
}

function mutate(
  root: MapNode,
  list: Node | undefined,
  edits: (item: MapNode, at: number) => readonly Edit[],
): readonly Mutant[] {
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item, at) => {
    if (item.kind !== 'map') return [];
    const named = childOf(item, 'name');
    const name = named?.kind === 'scalar' ? String(named.value) : '';
    return edits(item, at).map(({ node, by, ...change }) => ({
      ...change,
      name,
      root: replace(root, node, by) as MapNode,
    }));
  });
}

function dropped(list: ListNode, item: MapNode, at: number): readonly Edit[] {
  const items = list.items.filter((_, index) => index !== at);
  const name = childOf(item, 'name');
  return [
    {
      range: name?.range ?? item.range,
      from: 'the whole',
      to: 'nothing',
      node: list,
      by: { ...list, items },
    },
  ];
}

/** An allow that denies, a deny that allows; an allow tells no message. */
function flipped(rule: MapNode): readonly Edit[] {
  const entry = rule.entries.find(({ key }) => key.value === 'allow' || key.value === 'deny');
  if (entry === undefined) return [];
  const from = String(entry.key.value);
  const to = from === 'allow' ? 'deny' : 'allow';
  const by = renamed(to === 'allow' ? withoutEntry(rule, 'message') : rule, from, to);
  return [{ range: entry.key.range, from, to, node: rule, by }];
}

/** `to` without one of its keys. */
function narrowed(rule: MapNode): readonly Edit[] {
  const to = childOf(rule, 'to');
  if (to?.kind !== 'map') return [];
  return to.entries.map(({ key }) => {
    const name = String(key.value);
    const rest = withoutEntry(to, name);
    const by = rest.entries.length === 0 ? withoutEntry(rule, 'to') : replace(rule, to, rest);
    return { range: key.range, from: `to ${name}`, to: 'not asked', node: rule, by };
  });
}
