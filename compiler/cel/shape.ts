// Conditions that differ only in constants share one function: its constants become parameters. Thousands of rules are
// then a few functions, which start fast and are soon optimized.
import { stepsEach } from './cost/index.ts';
import { runtimeValue } from './print/constant.ts';
import { childrenOf, isCounted, type Typed } from './typed.ts';

export interface Shape {
  /** The condition with parameters in place of constants. */
  readonly root: Typed;
  /** The same, as text. */
  readonly text: string;
  /** Equal for conditions that differ only in those constants. */
  readonly key: string;
  /** The constants, in the order of the parameters. */
  readonly constants: readonly unknown[];
}

/** The name of a parameter, from 0. No name of CEL, and none that a builder makes, looks like it. */
export const parameter = (index: number): string => `c$${index + 1}`;

export const isParameter = (name: string): boolean => name.startsWith('c$');

/** Lifts text and whole numbers that stand beside a comparison; whatever else is in the condition stays. */
export function shapeOf(text: string, root: Typed): Shape {
  const lifted: Constant[] = [];
  const shaped = lift(root, lifted);
  const general = replaced(text, lifted);
  return Object.freeze({
    root: shaped,
    text: general,
    key: [general, ...lifted.map(({ type }) => type.kind), ...costsOf(root)].join('\0'),
    constants: lifted.map(({ constant }) => runtimeValue(constant)),
  });
}

/** What is counted, and how much of it: a constant may be the size that bounds a loop. */
function costsOf(node: Typed): readonly (number | boolean)[] {
  const own = node.kind === 'loop' ? [isCounted(node), stepsEach(node)] : isCounted(node) ? [true] : [];
  return [...own, ...childrenOf(node).flatMap(costsOf)];
}

type Constant = Extract<Typed, { kind: 'constant' }>;

/** The text with parameters in place of constants, which are in the order of the text. */
function replaced(text: string, lifted: readonly Constant[]): string {
  const pieces = lifted.map(({ start }, i) => `${text.slice(lifted[i - 1]?.end ?? 0, start)}${parameter(i)}`);
  return `${pieces.join('')}${text.slice(lifted.at(-1)?.end ?? 0)}`;
}

function lift(node: Typed, lifted: Constant[]): Typed {
  switch (node.kind) {
    case 'logic':
      return { ...node, operands: node.operands.map((operand) => lift(operand, lifted)) };
    case 'not':
      return { ...node, operand: lift(node.operand, lifted) };
    case 'binary':
      return { ...node, left: side(node.left, node.op, lifted), right: side(node.right, node.op, lifted) };
    default:
      return node;
  }
}

const equality: readonly string[] = ['==', '!='];
const order: readonly string[] = ['<', '<=', '>', '>='];

/** How an order of text is printed depends on the text, so that one stays. */
function side(node: Typed, op: string, lifted: Constant[]): Typed {
  if (node.kind !== 'constant') return node;
  const { constant, start, end, type, canError, unknown } = node;
  const text = constant.type === 'string' && equality.includes(op);
  const whole = constant.type === 'int' && Number.isSafeInteger(runtimeValue(constant));
  if (!text && !(whole && (equality.includes(op) || order.includes(op)))) return node;
  const name = parameter(lifted.push(node) - 1);
  return { start, end, type, canError, unknown, kind: 'variable', name };
}
