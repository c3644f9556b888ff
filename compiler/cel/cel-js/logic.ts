// Conditions: `cel-js` takes what is truthy, and fails with the first operand that fails.
import { failsAs, type Typed } from '../typed.ts';
import { isOpen } from '../types.ts';
import type { Difference } from './difference.ts';
import { guardedParts, mayFail } from './guard.ts';

const absorbed: Difference = {
  name: 'absorbed-error',
  see(node, { guarded, errorIsFalse }) {
    if (node.kind !== 'logic') return null;
    const { op } = node;
    if (op === '&&' && errorIsFalse) return null;
    const parts = guardedParts(node, guarded);
    // Of two operands of `&&`, `cel-js` looks at the second only where the first is true.
    const asked = op === '&&' && parts.length === 2 ? parts.slice(0, 1) : parts;
    if (!asked.some(([operand, known]) => failsAs(operand, 'bool') || mayFail(operand, known))) return null;
    const deciding = op === '||';
    return {
      message: `One operand that is ${deciding} decides here, even where another has no value.`,
      why: '`cel-js` fails with the operand that fails: it evaluates all of them, unless the first of `&&` is false.',
    };
  },
};

const inLoop: Difference = {
  name: 'absorbed-in-loop',
  see(node, { guarded }) {
    if (node.kind !== 'loop' || (node.macro !== 'all' && node.macro !== 'exists')) return null;
    const { predicate } = node;
    if (predicate === null || isOpen(predicate.type) || !mayFail(predicate, guarded)) return null;
    return {
      message: `An element that decides is enough for \`${node.macro}\` here, even where another one has no value.`,
      why: '`cel-js` fails with the first element that fails.',
    };
  },
};

const truthy: Difference = {
  name: 'truthy',
  see(node) {
    const condition = conditionOf(node);
    if (condition === null || !isOpen(condition.type)) return null;
    return {
      message: 'A condition must be true or false here: anything else has no value.',
      why:
        node.kind === 'not'
          ? '`cel-js` takes null as false.'
          : '`cel-js` takes `"no"` as true and `0` as false.',
      help: 'Compare it, as in `args.flag == true`.',
    };
  },
};

function conditionOf(node: Typed): Typed | null {
  if (node.kind === 'not') return node.operand;
  if (node.kind === 'choice') return node.condition;
  return node.kind === 'loop' ? node.predicate : null;
}

export const logic: readonly Difference[] = [truthy, inLoop, absorbed];
