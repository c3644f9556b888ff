// An overlay over a gateway document: what one environment has of its own. It changes values, and adds no server or rule.
import type { Finding, Range } from '../diagnostics/finding.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { ListNode, MapEntry, MapNode, Node } from './node.ts';

export interface Overlaid {
  readonly root: MapNode;
  readonly findings: readonly Finding[];
}

/**
 * Lays overlays over a document, in order; what they change has their places. Maps are walked, values replaced whole.
 * @param environmental paths of what may be changed, as `servers.*.url|urls`, `limits.[name].rate`
 */
export function overlay(
  base: MapNode,
  overlays: readonly MapNode[],
  environmental: readonly string[],
): Overlaid {
  const findings: Finding[] = [];
  const shape = shapeOf(environmental);
  const root = overlays.reduce((under, over) => layMap({ shape, path: [], findings }, under, over), base);
  return { root, findings };
}

/** What may be changed below a place. */
type Shape = ReadonlyMap<string, Shape> | Whole;

/** A value that is replaced, and the keys that it stands instead of. */
interface Whole {
  readonly instead: readonly string[];
}

interface Place {
  readonly shape: Shape;
  readonly path: readonly string[];
  readonly findings: Finding[];
}

function shapeOf(paths: readonly string[]): Shape {
  if (paths.includes('')) return { instead: [] };
  const firsts = new Set(paths.map((path) => path.split('.')[0] ?? ''));
  const rest = (first: string): readonly string[] =>
    paths.flatMap((path) => (path.split('.')[0] === first ? [path.slice(first.length + 1)] : []));
  return new Map(
    [...firsts].flatMap((first): readonly (readonly [string, Shape])[] => {
      const keys = first.split('|');
      if (keys.length === 1) return [[first, shapeOf(rest(first))]];
      return keys.map((key) => [key, { instead: keys.filter((other) => other !== key) }]);
    }),
  );
}

function lay(place: Place, under: Node | undefined, over: Node): Node {
  if (isWhole(place.shape)) return over;
  if (isNamedList(place)) {
    if (over.kind === 'list')
      return layList(place, under?.kind === 'list' ? under : { ...over, items: [] }, over);
  } else if (over.kind === 'map') {
    return layMap(place, under?.kind === 'map' ? under : { ...over, entries: [] }, over);
  }
  const kind = isNamedList(place) ? 'a list of items with names' : 'a map';
  report(place, over.range, `${where(place)} must be ${kind}.`);
  return under ?? over;
}

function isWhole(shape: Shape | undefined): shape is Whole {
  return shape !== undefined && 'instead' in shape;
}

function below(shape: Shape): ReadonlyMap<string, Shape> {
  return isWhole(shape) ? new Map() : shape;
}

// In a path: any name of a map, any item of a list by its name.
const anyKey = '*';
const anyItem = '[name]';

function isNamedList({ shape }: Place): boolean {
  return below(shape).has(anyItem);
}

function layMap(place: Place, under: MapNode, over: MapNode): MapNode {
  const entries = new Map(under.entries.map((entry) => [String(entry.key.value), entry]));
  const said = new Set(over.entries.map(({ key }) => String(key.value)));
  for (const entry of over.entries) {
    const key = String(entry.key.value);
    const laid = layEntry(place, entries, key, entry);
    if (laid === null) continue;
    entries.set(key, laid);
    const shape = below(place.shape).get(key);
    // Two of them in the overlay itself are left to be refused.
    if (isWhole(shape)) for (const other of shape.instead) if (!said.has(other)) entries.delete(other);
  }
  return Object.freeze({ ...under, entries: Object.freeze([...entries.values()]) });
}

function layEntry(
  place: Place,
  known: ReadonlyMap<string, MapEntry>,
  key: string,
  { key: node, value }: MapEntry,
): MapEntry | null {
  const any = below(place.shape).get(anyKey);
  const shape = below(place.shape).get(key) ?? any;
  const before = known.get(key);
  if (shape === undefined) return forbidden(place, key, node.range, before !== undefined);
  if (any !== undefined && before === undefined) return unknownName(place, key, known.keys(), node.range);
  const inner = { ...place, shape, path: [...place.path, key] };
  // A whole value is the overlay's; of a map that is walked the key stays where it was.
  return Object.freeze({
    key: isWhole(shape) ? node : (before?.key ?? node),
    value: lay(inner, before?.value, value),
  });
}

function layList(place: Place, under: ListNode, over: ListNode): ListNode {
  const shape = below(place.shape).get(anyItem) ?? new Map();
  const changed = new Map<string, Node>();
  const items = new Map(under.items.map((item) => [nameOf(item)?.text ?? '', item]));
  for (const item of over.items) {
    const name = nameOf(item);
    if (item.kind !== 'map' || name === null) {
      report(place, item.range, `Each item of ${where(place)} needs the \`name\` of what it changes.`);
    } else if (changed.has(name.text)) {
      report(place, name.range, `“${name.text}” is changed twice here.`, 'Keep one of the two.');
    } else if (!items.has(name.text)) {
      unknownName(place, name.text, items.keys(), name.range);
    } else {
      const rest = { ...item, entries: item.entries.filter(({ key }) => key.value !== 'name') };
      const inner = { ...place, shape, path: [...place.path, name.text] };
      changed.set(name.text, lay(inner, items.get(name.text), rest));
    }
  }
  const laid = under.items.map((item) => changed.get(nameOf(item)?.text ?? '') ?? item);
  return Object.freeze({ ...under, items: Object.freeze(laid) });
}

function nameOf(item: Node): { readonly text: string; readonly range: Range } | null {
  const name = item.kind === 'map' ? item.entries.find(({ key }) => key.value === 'name')?.value : undefined;
  return name?.kind === 'scalar' && typeof name.value === 'string'
    ? { text: name.value, range: name.range }
    : null;
}

function forbidden(place: Place, key: string, range: Range, exists: boolean): null {
  const free = [...below(place.shape).keys()].sort();
  const near = exists ? undefined : nearest(key, free);
  const help = near === undefined ? `It may change ${free.join(', ')}.` : `Did you mean \`${near}\`?`;
  const path = [...place.path, key].join('.');
  const why =
    'An overlay changes only what differs between environments; what is allowed is the same in all.';
  place.findings.push({
    rule: 'source/overlay-key',
    severity: 'error',
    message: `An overlay may not change \`${path}\`.`,
    range,
    why,
    help,
  });
  return null;
}

function unknownName(place: Place, name: string, known: Iterable<string>, range: Range): null {
  const near = nearest(name, known);
  const help = near === undefined ? 'Add it to the gateway file first.' : `Did you mean \`${near}\`?`;
  report(place, range, `${where(place)} has no “${name}” for an overlay to change.`, help);
  return null;
}

function where({ path }: Place): string {
  return `\`${path.join('.')}\``;
}

function report({ findings }: Place, range: Range, message: string, help?: string): void {
  const finding: Finding = { rule: 'source/overlay-shape', severity: 'error', message, range };
  findings.push(help === undefined ? finding : { ...finding, help });
}
