// What a comparison reads that may not be there.
import { childrenOf, type Typed } from '../cel/typed.ts';
import type { Condition } from '../language/conditions.ts';

/**
 * Keys that a condition reads without asking by `has` first, where it wants their value: `args.limit > 1000` seems to be
 * false without a limit, and is an error. What is wanted not to be something, as in `!args.path.endsWith(".txt")`, seems
 * to be true without it, and is left out.
 */
export function missingOf(root: Typed): readonly Typed[] {
  return wantedOf(root, true).flatMap(unguarded);
}

/** The operands of `&&`, `||` and `!` that are wanted to hold. */
function wantedOf(node: Typed, holds: boolean): readonly Typed[] {
  if (node.kind === 'not') return wantedOf(node.operand, !holds);
  if (node.kind === 'logic') return node.operands.flatMap((operand) => wantedOf(operand, holds));
  if (node.kind === 'binary' && node.op === '!=') return holds ? [] : [node];
  return holds ? [node] : [];
}

/** Keys of maps, by name. Of what a schema describes the checker itself says what may be missing. */
function unguarded(node: Typed): readonly Typed[] {
  const inside = childrenOf(node).flatMap(unguarded);
  if (node.kind !== 'index' || node.operand.type.kind === 'object' || !node.canError || inside.length > 0)
    return inside;
  return node.index.kind === 'constant' && node.index.constant.type === 'string' && !node.present
    ? [node]
    : [];
}

/** What is read, as written and each once: in words, and what asks for it first. */
export function readTexts(
  { text }: Condition,
  reads: readonly Typed[],
): { readonly named: string; readonly guards: readonly string[] } {
  const slice = ({ start, end }: Typed): string => text.slice(start, end);
  const texts = new Map(reads.map((read) => [slice(read), read]));
  const guards = [...texts].map(([own, read]) => {
    // `has` takes names after a point only.
    if (!own.endsWith(']') || read.kind !== 'index') return `has(${own})`;
    return `${slice(read.index)} in ${slice(read.operand)}`;
  });
  return { named: [...texts.keys()].map((one) => `\`${one}\``).join(' or '), guards };
}
