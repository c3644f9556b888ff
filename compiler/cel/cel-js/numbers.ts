// Numbers: `cel-js` has one kind, that of JavaScript; CEL has int, uint and double.
import type { Typed } from '../typed.ts';
import { isNumber, isOpen } from '../types.ts';
import type { Difference } from './difference.ts';

const division: Difference = {
  name: 'division',
  see(node) {
    if (!isOf(node, '/')) return null;
    if (node.type.kind === 'double') {
      return {
        message: 'Doubles can be divided here.',
        why: '`cel-js` fails where a side has a fraction.',
      };
    }
    return {
      message: 'Integers are divided to an integer here: `7 / 2` is 3.',
      why: '`cel-js` gives 3.5.',
      help: 'For the fraction write `double(…) / double(…)`.',
    };
  },
};

const remainder: Difference = {
  name: 'remainder',
  see(node) {
    if (!isOf(node, '%') || node.type.kind === 'uint') return null;
    if (node.kind === 'binary' && node.left.kind === 'call' && node.left.fn.name === 'size') return null;
    return {
      message: 'A remainder of nothing equals 0 here, also that of a negative number.',
      why: '`cel-js` gives -0 for `-4 % 2`, which is not `== 0` there.',
    };
  },
};

function isOf(node: Typed, op: '/' | '%'): boolean {
  return node.kind === 'binary' && node.op === op;
}

const mixed: Difference = {
  name: 'mixed-numbers',
  see(node) {
    if (node.kind !== 'binary' || !['+', '-', '*'].includes(node.op)) return null;
    const sides = [node.left.type, node.right.type];
    const open = sides.some(isOpen);
    if (!open || !sides.every((type) => isOpen(type) || (isNumber(type) && type.kind !== 'double'))) {
      return null;
    }
    return {
      message: 'An integer and a number with a fraction do not go together here: there is no value.',
      why: '`cel-js` calculates with both.',
      help: 'Write `double(…)` around what may have a fraction.',
    };
  },
};

const large: Difference = {
  name: 'large-integer',
  see(node) {
    if (node.kind !== 'constant') return null;
    const { constant } = node;
    if (constant.type !== 'int' && constant.type !== 'uint') return null;
    if (Number.isSafeInteger(Number(constant.value))) return null;
    return {
      message: `${constant.value} is exact here.`,
      why: '`cel-js` rounds integers beyond 2^53 to the nearest that a double holds.',
    };
  },
};

export const numbers: readonly Difference[] = [division, remainder, mixed, large];
