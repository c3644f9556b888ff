// Strings: `cel-js` counts and orders UTF-16 units, and reads no escapes.
import type { Typed } from '../typed.ts';
import { isOpen } from '../types.ts';
import { type Difference, textOf } from './difference.ts';

/** Only these have an order, or a length, of their own in UTF-16. */
const beyond = /[\ud800-\uffff]/;

const escapes: Difference = {
  name: 'escape',
  see(node, { source }) {
    if (textOf(node) === null || !/^["'].*\\/s.test(source)) return null;
    return {
      message: 'The backslash begins an escape here.',
      why: '`cel-js` keeps it, and what follows, as they are written.',
      help: 'Where the backslash itself is meant, write `r"…"`.',
    };
  },
};

const size: Difference = {
  name: 'size',
  see(node) {
    if (node.kind !== 'call' || node.fn.name !== 'size' || node.fn.method) return null;
    const [of] = node.args;
    if (of === undefined || !mayBeText(of)) return null;
    return {
      message: 'The size of a string is its number of code points here: `size("😀")` is 1.',
      why: '`cel-js` counts UTF-16 units and gives 2.',
    };
  },
};

const order: Difference = {
  name: 'string-order',
  see(node) {
    if (node.kind !== 'binary' || !['<', '<=', '>', '>='].includes(node.op)) return null;
    // A plain constant is ordered alike beside anything.
    if (!mayBeText(node.left) || !mayBeText(node.right)) return null;
    return {
      message: 'Strings are ordered by code points here: `"～" < "😀"` is true.',
      why: '`cel-js` orders by UTF-16 units, so that it is false there.',
    };
  },
};

/** Could it be a string that holds more than plain characters? */
function mayBeText(node: Typed): boolean {
  const text = textOf(node);
  if (text !== null) return beyond.test(text);
  return node.type.kind === 'string' || isOpen(node.type);
}

export const strings: readonly Difference[] = [escapes, size, order];
