// Gateway file and included files to one document: maps merged, lists one after the other.

import type { Finding } from '../diagnostics/finding.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { ListNode, MapEntry, MapNode, Node } from './node.ts';

/** Keys that may stand in included files, and what they hold. */
const shared: ReadonlyMap<string, 'map' | 'list'> = new Map([
  ['access', 'list'],
  ['agents', 'map'],
  ['limits', 'list'],
  ['servers', 'map'],
]);
const gatewayOnly = [
  'anonymous',
  'catalog',
  'hosts',
  'include',
  'issuers',
  'listen',
  'name',
  'teams',
  'telemetry',
  'version',
];

export interface Merged {
  readonly root: MapNode;
  readonly findings: readonly Finding[];
}

/** Merges `included`, in order, into the gateway file's map. A key in two files is an error; the first counts. */
export function merge(gateway: MapNode, included: readonly MapNode[]): Merged {
  if (included.length === 0) return { root: gateway, findings: [] };
  const findings: Finding[] = [];
  const parts = new Map<string, MapEntry[]>();
  for (const entry of gateway.entries) parts.set(String(entry.key.value), [entry]);
  for (const entry of included.flatMap((file) => file.entries)) {
    const key = String(entry.key.value);
    const wrong = wrongEntry(key, entry);
    if (wrong !== null) findings.push(wrong);
    else parts.set(key, [...(parts.get(key) ?? []), entry]);
  }
  const entries = [...parts].map(([key, all]) => join(key, all, findings));
  return { root: Object.freeze({ ...gateway, entries: Object.freeze(entries) }), findings };
}

function wrongEntry(key: string, { key: { range }, value }: MapEntry): Finding | null {
  const kind = shared.get(key);
  if (kind === undefined) return misplaced(key, range);
  if (value.kind === kind) return null;
  return {
    rule: 'source/include-shape',
    severity: 'error',
    message: `\`${key}\` must be a ${kind}.`,
    range: value.range.end > value.range.start ? value.range : range,
  };
}

function misplaced(key: string, range: Finding['range']): Finding {
  const known = gatewayOnly.includes(key);
  const near = nearest(key, shared.keys());
  const help =
    near === undefined
      ? `Included files hold ${[...shared.keys()].join(', ')}.`
      : `Did you mean \`${near}\`?`;
  return {
    rule: 'source/include-key',
    severity: 'error',
    message: known ? `\`${key}\` stands only in the gateway file.` : `An included file has no \`${key}\`.`,
    range,
    help: known ? 'Move it there.' : help,
  };
}

function join(key: string, all: readonly MapEntry[], findings: Finding[]): MapEntry {
  const [first, ...more] = all as readonly [MapEntry, ...MapEntry[]];
  if (more.length === 0) return first;
  const values = all.map((entry) => entry.value);
  // The gateway file's own value may be of a wrong kind: the schema says so, with that value alone.
  if (values[0]?.kind !== shared.get(key)) return first;
  const value =
    shared.get(key) === 'map' ? joinMaps(values.filter(isMap), findings) : joinLists(values.filter(isList));
  return Object.freeze({ key: first.key, value });
}

function isMap(node: Node): node is MapNode {
  return node.kind === 'map';
}

function isList(node: Node): node is ListNode {
  return node.kind === 'list';
}

function joinLists(lists: readonly ListNode[]): ListNode {
  const items = Object.freeze(lists.flatMap((list) => list.items));
  return Object.freeze({ ...(lists[0] as ListNode), items });
}

function joinMaps(maps: readonly MapNode[], findings: Finding[]): MapNode {
  const entries = new Map<string, MapEntry>();
  for (const entry of maps.flatMap((map) => map.entries)) {
    const key = String(entry.key.value);
    const before = entries.get(key);
    if (before === undefined) entries.set(key, entry);
    else findings.push(twice(key, entry, before));
  }
  return Object.freeze({ ...(maps[0] as MapNode), entries: Object.freeze([...entries.values()]) });
}

function twice(key: string, entry: MapEntry, before: MapEntry): Finding {
  return {
    rule: 'source/duplicate-key',
    severity: 'error',
    message: `“${key}” is defined in two files.`,
    range: entry.key.range,
    help: 'Remove or rename one of them.',
    related: [{ message: 'It is defined here first.', range: before.key.range }],
  };
}
