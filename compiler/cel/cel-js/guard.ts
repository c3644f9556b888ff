// What `cel-js` has asked before it comes to a place: only the first operand of `&&` keeps it from the others.
import { pathOf, provenBy } from '../check/present.ts';
import { propertyOf } from '../relation.ts';
import { childrenOf, type Typed } from '../typed.ts';

type Guarded = ReadonlySet<string>;

/** The operands of a node, each with the keys that are there when `cel-js` evaluates it. */
export function guardedParts(node: Typed, guarded: Guarded): readonly (readonly [Typed, Guarded])[] {
  if (node.kind === 'logic' && node.op === '&&') {
    const [first, ...rest] = node.operands;
    if (first === undefined) return [];
    const behind = knowing(guarded, provenBy(first, true));
    return [[first, guarded], ...rest.map((operand) => [operand, behind] as const)];
  }
  if (node.kind === 'choice') {
    return [
      [node.condition, guarded],
      [node.yes, knowing(guarded, provenBy(node.condition, true))],
      [node.no, knowing(guarded, provenBy(node.condition, false))],
    ];
  }
  return childrenOf(node).map((child) => [child, guarded] as const);
}

/** May `cel-js` fail on it? Also where it does not here, since `has` guards what `cel-js` evaluates all the same. */
export function mayFail(node: Typed, guarded: Guarded): boolean {
  if (node.canError || isUnguarded(node, guarded)) return true;
  return guardedParts(node, guarded).some(([part, known]) => mayFail(part, known));
}

function isUnguarded(node: Typed, guarded: Guarded): boolean {
  if (node.kind !== 'index' || !node.present || isRequired(node)) return false;
  const path = pathOf(node);
  return path === null || !guarded.has(path);
}

/** A property that a schema demands is there without a question. */
function isRequired({ operand, index }: Extract<Typed, { kind: 'index' }>): boolean {
  if (operand.type.kind !== 'object' || index.kind !== 'constant' || index.constant.type !== 'string') {
    return false;
  }
  return propertyOf(operand.type, index.constant.value)?.required === true;
}

function knowing(guarded: Guarded, paths: readonly string[]): Guarded {
  return paths.length === 0 ? guarded : new Set([...guarded, ...paths]);
}
