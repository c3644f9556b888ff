// Parts that are written several times, or stand in a loop and do not change with it: they are evaluated once.
import { childrenOf, type Typed } from '../typed.ts';

/** The parts, and how often a part of the same text is wanted: twice at least. */
export type Wanted = ReadonlyMap<Typed, { readonly part: string; readonly count: number }>;

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

/** Finds the parts that name no variable of a macro. One in a loop counts twice. */
export function wantedOf(root: Typed): Wanted {
  const found: Visit = { counts: new Map(), nodes: [] };
  visit(root, found, 0, 1);
  const wanted = new Map<Typed, { part: string; count: number }>();
  for (const [node, part] of found.nodes) {
    const count = found.counts.get(part) ?? 0;
    if (count > 1) wanted.set(node, { part, count });
  }
  return wanted;
}

interface Visit {
  readonly counts: Map<string, number>;
  readonly nodes: (readonly [Typed, string])[];
}

/** Visits a node with `level` macro variables around it; gives those that it names, a bit each. */
function visit(node: Typed, to: Visit, level: number, weight: number): number {
  if (node.kind === 'local') return bit(node.id);
  if (node.kind === 'constant' || node.kind === 'variable') return 0;
  const named = visitChildren(node, to, level, weight);
  if (named === 0 && isWorth(node)) {
    const part = partOf(node);
    to.counts.set(part, (to.counts.get(part) ?? 0) + weight);
    to.nodes.push([node, part]);
  }
  return named;
}

/** What a node computes, as a text: the same for nodes of the same value. */
function partOf(node: Typed): string {
  return `${node.kind} ${ownOf(node)} ${node.type.kind} (${childrenOf(node).map(partOf).join(', ')})`;
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

/** Beyond 30 variables all share one bit, which only makes less be evaluated once. */
function bit(id: number): number {
  return 1 << Math.min(id, 30);
}

function visitChildren(node: Typed, to: Visit, level: number, weight: number): number {
  if (node.kind === 'loop') {
    const own = node.locals.length;
    const bodies = [node.predicate, node.transform].filter((one) => one !== null);
    return visit(node.range, to, level, weight) | visitBodies(bodies, to, level, own, 2);
  }
  if (node.kind === 'bind') {
    return visit(node.init, to, level, weight) | visitBodies([node.body], to, level, 1, weight);
  }
  if (node.kind === 'optMap') {
    return visit(node.operand, to, level, weight) | visitBodies([node.body], to, level, 1, weight);
  }
  return childrenOf(node).reduce((named, child) => named | visit(child, to, level, weight), 0);
}

/** Bodies with `own` variables of their own, which are not named outside. */
function visitBodies(
  bodies: readonly Typed[],
  to: Visit,
  level: number,
  own: number,
  weight: number,
): number {
  const named = bodies.reduce((all, body) => all | visit(body, to, level + own, weight), 0);
  const kept = level + own >= 30 ? -1 : ~(((1 << own) - 1) << (level + 1));
  return named & kept;
}

/** Costs more than to look it up; what is a plain member does not. */
function isWorth(node: Typed): boolean {
  if (!kinds.has(node.kind) || (node.kind === 'index' && node.present)) return false;
  if (node.kind === 'call') return node.args.length > 0 && node.fn.name !== 'dyn';
  return node.kind !== 'binary' || node.op === 'in' || ['+', '-', '*', '/', '%'].includes(node.op);
}
