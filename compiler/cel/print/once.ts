// Parts that are written several times, or stand in a loop and do not change with it: they are evaluated once, when the
// first of them is. Each belongs to the innermost macro whose variable it names, or to the whole expression; what names
// no variable is made once, when the gateway starts.
import { stepsAhead, stepsOf } from '../cost/steps.ts';
import { childrenOf, type Loop, localsOf, type Typed } from '../typed.ts';
import type { Type } from '../types.ts';

/** What binds variables: a macro over a range, `cel.bind`, `optMap`. */
export type Binder = Extract<Typed, { kind: 'loop' | 'bind' | 'optMap' }>;

export interface Part {
  /** What it computes, as a text. */
  readonly text: string;
  /** How often it is wanted where it belongs: twice at least. */
  readonly count: number;
  /** What it belongs to; null for the whole expression; `start` for what is made once, when the gateway starts. */
  readonly binder: Binder | null | 'start';
}

export type Wanted = ReadonlyMap<Typed, Part>;

/** Finds the parts that are wanted more than once. One in a loop that it does not belong to counts twice. */
export function wantedOf(root: Typed): Wanted {
  const outermost: Scope = { binder: null, loops: 0, found: [] };
  const scopes = [outermost];
  const wanted = new Map<Typed, Part>();
  visit(root, { scopes: [outermost], loops: 0, all: scopes, wanted });
  for (const scope of scopes) want(scope, wanted);
  return wanted;
}

/** Compares the texts of what was found in a scope: only of what stands in a loop, or has something of its kind beside it. */
function want({ binder, found }: Scope, wanted: Map<Typed, Part>): void {
  if (found.length < 2 && found[0]?.weight !== 2) return;
  const groups = new Map<string, { count: number; readonly nodes: Typed[] }>();
  const kinds = found.map(({ node }) => kindOf(node));
  for (const [at, { node, weight }] of found.entries()) {
    const alone = kinds.indexOf(kinds[at]!) === at && kinds.lastIndexOf(kinds[at]!) === at;
    if (alone && weight < 2) continue;
    const text = textOf(node);
    const group = groups.get(text) ?? { count: 0, nodes: [] };
    group.count += weight;
    group.nodes.push(node);
    groups.set(text, group);
  }
  for (const [text, { count, nodes }] of groups) {
    if (count > 1) for (const node of nodes) wanted.set(node, { text, count, binder });
  }
}

/** The same for nodes of the same value, and known at once. */
function kindOf(node: Typed): string {
  if (node.kind === 'call') return node.fn.name;
  return node.kind === 'binary' ? node.op : node.kind;
}

/** What a node computes: the same for nodes of the same value. */
function textOf(node: Typed): string {
  return `${node.kind} ${ownOf(node)} ${node.type.kind} (${childrenOf(node).map(textOf).join(', ')})`;
}

interface Scope {
  readonly binder: Binder | null;
  /** Loops around it, with its own. */
  readonly loops: number;
  readonly found: { readonly node: Typed; readonly weight: number }[];
}

interface Place {
  /** By the `id` of the variables that they bind; the whole expression first. */
  readonly scopes: readonly Scope[];
  readonly loops: number;
  readonly all: Scope[];
  readonly wanted: Map<Typed, Part>;
}

/** Variables deeper than this share one bit, and what names one of them is not looked at. */
const deepest = 30;

/** Gives what a node names, a bit for each variable's `id`. */
function visit(node: Typed, place: Place): number {
  if (node.kind === 'constant') return 0;
  const names = (ownName(node) | namedBelow(node, place)) & keptBy(node, place);
  if (names === 0 && isMade(node)) place.wanted.set(node, { text: '', count: 1, binder: 'start' });
  else if (isWorth(node)) note(node, names, place);
  return names;
}

/** Variables of the environment share the bit 0. */
function ownName(node: Typed): number {
  if (node.kind === 'variable') return 1;
  return node.kind === 'local' ? 1 << Math.min(node.id, deepest) : 0;
}

/** The variables that a node binds are not named outside of it. */
function keptBy(node: Typed, { scopes }: Place): number {
  const own = localsOf(node);
  if (own === 0 || scopes.length + own > deepest) return -1;
  return ~(((1 << own) - 1) << scopes.length);
}

function namedBelow(node: Typed, place: Place): number {
  switch (node.kind) {
    case 'loop':
      return visit(node.range, place) | visitAll(bodiesOf(node), inside(node, node.locals.length, place));
    case 'bind':
      return visit(node.init, place) | visit(node.body, inside(node, 1, place));
    case 'optMap':
      return visit(node.operand, place) | visit(node.body, inside(node, 1, place));
    default:
      return visitAll(childrenOf(node), place);
  }
}

function visitAll(nodes: readonly Typed[], place: Place): number {
  let names = 0;
  for (const node of nodes) names |= visit(node, place);
  return names;
}

function bodiesOf({ predicate, transform }: Loop): readonly Typed[] {
  return [predicate, transform].filter((body) => body !== null);
}

/** The place of the bodies of `binder`. */
function inside(binder: Binder, own: number, { scopes, loops, all, wanted }: Place): Place {
  const within = loops + (binder.kind === 'loop' ? 1 : 0);
  const scope: Scope = { binder, loops: within, found: [] };
  all.push(scope);
  return { scopes: [...scopes, ...Array<Scope>(own).fill(scope)], loops: within, all, wanted };
}

function note(node: Typed, names: number, { scopes, loops }: Place): void {
  if ((names & (1 << deepest)) !== 0) return;
  const scope = scopes[31 - Math.clz32(names | 1)];
  if (scope !== undefined) scope.found.push({ node, weight: loops > scope.loops ? 2 : 1 });
}

function ownOf(node: Typed): string {
  switch (node.kind) {
    case 'constant':
      return Object.values(node.constant)
        .map(String)
        .join(' ')
        .replace(/[(),\\]/g, '\\$&');
    case 'variable':
    case 'field':
      return node.name;
    case 'local':
      return `${node.name} ${node.id}`;
    case 'hasKey':
      return JSON.stringify(node.key);
    case 'logic':
    case 'binary':
      return node.op;
    case 'call':
      return `${node.fn.name} ${node.fn.params.join(' ')}`;
    case 'list':
      return node.optional.join(' ');
    case 'map':
      return node.entries.map(({ optional }) => optional).join(' ');
    case 'loop':
      return `${node.macro} ${node.locals.join(' ')} ${node.predicate === null}`;
    case 'bind':
      return node.local;
    case 'optMap':
      return `${node.local} ${node.flat}`;
    default:
      return '';
  }
}

const made: ReadonlySet<Type['kind']> = new Set(['list', 'map', 'optional']);

/** A value of many parts, which a constant does not hold, and which is there on every call. */
function isMade(node: Typed): boolean {
  return made.has(node.type.kind) && !node.canError && stepsOf(node) <= stepsAhead;
}

const kinds: ReadonlySet<Typed['kind']> = new Set([
  'call',
  'index',
  'optionalIndex',
  'hasKey',
  'binary',
  'loop',
  'bind',
  'optMap',
]);

/** Costs more than to look it up; what is a plain member does not. */
function isWorth(node: Typed): boolean {
  if (!kinds.has(node.kind) || (node.kind === 'index' && node.present)) return false;
  if (node.kind === 'call') return node.args.length > 0 && node.fn.name !== 'dyn';
  return node.kind !== 'binary' || node.op === 'in' || ['+', '-', '*', '/', '%'].includes(node.op);
}
