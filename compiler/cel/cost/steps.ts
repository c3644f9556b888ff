// What evaluating an expression costs at most, in steps: about one for each operator, and one for each ten characters.
// Sizes without a limit of their own are limited by the message they came in.
import { childrenOf, isCounted, type Loop, type Typed } from '../typed.ts';
import { isRecord } from '../types.ts';
import { own, sizeIn, type Way } from './own.ts';
import { sourceOf } from './source.ts';
import { perEntry, perKey, perLoop, perPair, weightOfCall } from './weights.ts';

/** Steps that are worth taking at compile, or when the gateway starts. */
export const stepsAhead = 10_000;

/** The most steps that evaluation takes. */
export function stepsOf(node: Typed): number {
  return total(node, { counting: false, lengths: new Map() });
}

/** The same without what is counted when it is evaluated. What has no limit but that of the message is left out too. */
export function stepsUncounted(node: Typed): number {
  return total(node, { counting: true, lengths: new Map() });
}

/**
 * The steps for one element of a loop that the loop's own count stands for: all but what is counted by itself. Of an
 * element without a limit the size is left out, since all elements together are no more than the message.
 */
export function stepsEach(loop: Loop): number {
  const { predicate, transform } = loop;
  const bodies = [predicate, transform].filter((body) => body !== null);
  const way: Way = { counting: true, lengths: new Map() };
  // Keys are counted by what counts them.
  const each = perRound(loop) - (isRecord(loop.range.type) ? perKey : 0);
  return Math.round(each + bodies.reduce((sum, body) => sum + total(body, way), 0));
}

function total(node: Typed, way: Way): number {
  if (node.kind === 'loop') return totalOfLoop(node, way);
  const hides = node.kind === 'bind' || node.kind === 'optMap';
  const inner = hides ? { ...way, lengths: new Map([...way.lengths, [node.local, 1] as const]) } : way;
  let parts = 0;
  for (const child of childrenOf(node)) parts += total(child, inner);
  return parts + (way.counting && isCounted(node) ? 1 + flatOf(node) : own(node, way));
}

function totalOfLoop(node: Typed & Loop, way: Way): number {
  const range = total(node.range, way);
  if (way.counting && node.counted) return range + perLoop;
  const length = sizeIn(node.range, way);
  const among = sourceOf(node.range) === 'made' ? 1 : Math.max(length, 1);
  const own = node.locals.map((name) => [name, among] as const);
  const inner = { ...way, lengths: new Map([...way.lengths, ...own]) };
  const bodies = [node.predicate, node.transform].filter((body) => body !== null);
  const each = bodies.reduce((sum, body) => sum + total(body, inner), perRound(node));
  return range + perLoop + length * (each + entriesMade(node, inner));
}

/** Steps of a round by itself: pairs and entries are made. */
function perRound({ macro, locals, range }: Loop): number {
  const key = isRecord(range.type) ? perKey : 0;
  const entry = macro === 'transformMap' || macro === 'transformMapEntry' ? perEntry : 0;
  return 1 + key + entry + (locals.length === 2 ? perPair : 0);
}

/** Steps to make entries of those of a map. */
function entriesMade({ macro, transform }: Loop, way: Way): number {
  return macro === 'transformMapEntry' && transform !== null ? sizeIn(transform, way) * perEntry : 0;
}

/** What a call takes beside what is counted by its size. */
function flatOf(node: Typed): number {
  return node.kind === 'call' ? weightOfCall(node.fn) : 0;
}
