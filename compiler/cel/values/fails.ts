// Whether a part of a condition may end in an error, of all that its keys can be.
import { isCounted, type Typed } from '../typed.ts';
import { isOpen } from '../types.ts';
import { valuesOf } from './evaluate.ts';
import type { Known } from './known.ts';

type Of<Kind extends Typed['kind']> = Extract<Typed, { kind: Kind }>;

/** May it end in an error, or as no bool? */
export function fails(node: Typed, known: Known): boolean {
  if (isOpen(node.type)) return true;
  return mayFail(node, known);
}

/** Where the checker says that it may, and what is known of keys does not say that it cannot. */
function mayFail(node: Typed, known: Known): boolean {
  if (!node.canError || node.kind === 'constant') return false;
  switch (node.kind) {
    case 'index':
      return mayFail(node.operand, known) || !isHeld(node, known);
    case 'hasKey':
      return isOpen(node.operand.type) || mayFail(node.operand, known);
    case 'notEmpty':
    case 'field':
      return mayFail(node.operand, known);
    case 'call':
      return failing(node) || node.args.some((arg) => mayFail(arg, known));
    case 'binary':
      return isCounted(node) || !cannotFail(node) || mayFail(node.left, known) || mayFail(node.right, known);
    default:
      return true;
  }
}

/** Is it a comparison that has a value whatever its operands are? */
function cannotFail({ op, left, right }: Of<'binary'>): boolean {
  if (op === '==' || op === '!=') return true;
  if (op === 'in') return !isOpen(right.type);
  return ['<', '<=', '>', '>='].includes(op) && !isOpen(left.type) && !isOpen(right.type);
}

/** May the call have no value, though its arguments have one? */
function failing(node: Of<'call'>): boolean {
  const { fn, args } = node;
  return isCounted(node) || fn.canError || (fn.name !== 'dyn' && args.some(({ type }) => isOpen(type)));
}

/** Is the key always there, with a value that can be read? */
function isHeld({ operand, index, type }: Of<'index'>, known: Known): boolean {
  if (index.kind !== 'constant' || index.constant.type !== 'string' || isOpen(operand.type)) return false;
  const { maps } = valuesOf(operand, known);
  const held = maps?.at(index.constant.value);
  if (held?.missing !== 'never') return false;
  const { numbers } = held.values;
  // A schema's integer may be beyond what int holds exactly.
  const exact = numbers === null || (Number.isFinite(numbers.low.at) && Number.isFinite(numbers.high.at));
  return type.kind !== 'int' || exact;
}
