// Warnings of what may cost more than an evaluation may: where a limit is missing, and which one would do.
import type { Report, Span } from '../problem.ts';
import { childrenOf, isCounted, type Typed } from '../typed.ts';
import type { Type } from '../types.ts';
import { sizeOf, unlimited } from './size.ts';

/**
 * Warns of each part without a limit that stands inside a loop over what a caller sends; where all have limits, of the
 * whole. `steps` is what it may cost, which is more than the budget.
 */
export function warnCost(root: Typed, text: string, steps: number, warn: Report): void {
  const places = missing(root, []);
  const told = new Set<string>();
  for (const node of places) {
    const written = text.slice(node.start, node.end);
    if (told.has(written)) continue;
    told.add(written);
    warn('cel/unbounded-cost', node, {
      message: `\`${written}\` has no limit, and is gone over for each element of another.`,
      why: 'The cost grows with the product of both; beyond two million steps it is an error, and the call is refused.',
      help: helpFor(node.type, written),
    });
  }
  if (places.length === 0 && nested(root, false)) warnAll(root, steps, warn);
}

function warnAll(root: Span, steps: number, warn: Report): void {
  warn('cel/unbounded-cost', root, {
    message: `This may cost ${rounded(steps)} steps, as the schema limits what it goes over.`,
    why: 'Beyond two million steps it is an error, and the call is refused.',
    help: 'Lower `maxItems`, or ask `size(…)` first.',
  });
}

function rounded(steps: number): string {
  const digits = Math.floor(Math.log10(steps));
  return digits < 15 ? `${Math.floor(steps / 10 ** (digits - 1)) / 10}e${digits}` : 'more than 10^15';
}

const limits: Readonly<Partial<Record<Type['kind'], string>>> = {
  string: 'maxLength',
  list: 'maxItems',
  map: 'maxProperties',
  object: 'maxProperties',
};

function helpFor({ kind }: Type, written: string): string {
  const limit = limits[kind] ?? 'maxItems';
  const ask = `ask first, as in \`size(${written}) <= 100 && …\``;
  return `Bound it with \`${limit}\` in the schema of the tool, or ${ask}.`;
}

/** Parts without a limit inside a loop; and the loops without one around those. */
function missing(node: Typed, around: readonly Typed[]): readonly Typed[] {
  const found = countedPart(node);
  const own = found === null || around.length === 0 ? [] : [...around, found].filter(isUnlimited);
  const inner = node.kind === 'loop' && node.range.unknown ? [...around, node.range] : around;
  const parts = childrenOf(node).flatMap((child) =>
    missing(child, node.kind === 'loop' && child === node.range ? around : inner),
  );
  return [...new Set([...own, ...parts])];
}

function isUnlimited(node: Typed): boolean {
  return sizeOf(node) === unlimited;
}

/** What a counted node goes over; of an equality the loops around it tell. */
function countedPart(node: Typed): Typed | null {
  if (!isCounted(node)) return null;
  if (node.kind === 'loop') return node.range;
  if (node.kind === 'binary') return node.op === '==' || node.op === '!=' ? null : node.right;
  return node.kind === 'call' ? (node.args[0] ?? null) : null;
}

/** Is there something counted inside a loop over what a caller sends? */
function nested(node: Typed, inside: boolean): boolean {
  if (inside && countedPart(node) !== null) return true;
  const within = inside || (node.kind === 'loop' && node.range.unknown);
  return childrenOf(node).some((child) => nested(child, within));
}
