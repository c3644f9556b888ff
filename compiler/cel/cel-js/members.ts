// Keys and elements: `cel-js` sees every property that JavaScript has, and compares elements by identity.
import { isNumber, isOpen, type Type } from '../types.ts';
import { type Difference, textOf } from './difference.ts';

const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

const ownKeys: Difference = {
  name: 'inherited-key',
  see(node) {
    const key = node.kind === 'hasKey' ? node.key : node.kind === 'index' ? textOf(node.index) : null;
    if (key === null || !inherited.has(key)) return null;
    return {
      message: `\`${key}\` is a key like any other here, there only if it was sent.`,
      why: '`cel-js` finds what every object of JavaScript has.',
    };
  },
};

const shapeless: Difference = {
  name: 'shapeless-index',
  see(node) {
    if (node.kind !== 'index' || !isOpen(node.operand.type)) return null;
    const key = textOf(node.index);
    if (key === 'length') {
      return {
        message: 'A list has no `length` here.',
        why: '`cel-js` reads it from the array of JavaScript.',
        help: 'Write `size(…)`.',
      };
    }
    if (key === null ? !isNumber(node.index.type) : !/^\d+$/.test(key)) return null;
    return {
      message: 'A list takes an int here, and a map a key of its own type.',
      why: '`cel-js` takes `0` for `"0"`, of lists and of maps.',
    };
  },
};

const nested: Difference = {
  name: 'nested-in',
  see(node) {
    if (node.kind !== 'binary' || node.op !== 'in') return null;
    const { left, right } = node;
    if (!mayNest(left.type) || (right.type.kind === 'list' && !mayNest(right.type.element))) return null;
    if (right.type.kind === 'map' || right.type.kind === 'object') return null;
    return {
      message: 'A list or map is `in` a list that holds an equal one here.',
      why: '`cel-js` looks for the very same object: `[1] in [[1]]` is false there.',
    };
  },
};

function mayNest(type: Type): boolean {
  return isOpen(type) || type.kind === 'list' || type.kind === 'map' || type.kind === 'object';
}

const emptyField: Difference = {
  name: 'empty-field',
  see(node) {
    if (node.kind !== 'notEmpty') return null;
    return {
      message: '`has` of a field asks whether it is not empty here.',
      why: 'For `cel-js` it is there, empty or not.',
    };
  },
};

const missingParent: Difference = {
  name: 'has-of-missing',
  see(node) {
    if (node.kind !== 'hasKey' || !node.canError) return null;
    return {
      message:
        '`has` asks for the last key only here: there is no value where what stands before it is missing.',
      why: '`cel-js` gives false then.',
      help: 'Ask step by step, as in `has(args.a) && has(args.a.b)`.',
    };
  },
};

export const members: readonly Difference[] = [ownKeys, shapeless, nested, emptyField, missingParent];
