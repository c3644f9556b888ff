// What a condition asks for, one operand of its outermost `&&` after another, in a form that can be compared.
import { keyOf } from './key.ts';
import type { Span } from './problem.ts';
import { type Constant, failsAs, type Typed } from './typed.ts';

/** A value that a comparison names: text, a whole number within 2^53, a boolean. */
export type Plain = string | number | boolean;

/** One thing that must hold. `of` names the expression it is about: equal texts are equal expressions. */
export type Conjunct = About & Asks;

interface About {
  readonly of: string;
  readonly node: Typed;
  /** It comes out true or false, never as an error. */
  readonly sure: boolean;
  /** Where it stands in the condition. */
  readonly span: Span;
}

type Asks =
  | { readonly kind: 'is'; readonly values: ReadonlySet<Plain> }
  | { readonly kind: 'isNot'; readonly values: ReadonlySet<Plain> }
  /** A number within bounds, which may be infinite; an open end is left out. */
  | { readonly kind: 'within'; readonly low: End; readonly high: End }
  | { readonly kind: 'begins'; readonly text: string }
  /** A list that holds a value. */
  | { readonly kind: 'holds'; readonly value: Plain };

export interface End {
  readonly at: number;
  readonly open: boolean;
}

/** The conjuncts of a condition. It is true exactly if each of them is. */
export function conjunctsOf(root: Typed): readonly Conjunct[] {
  return operandsOf(root, true, root).map(({ node, holds, span: { start, end } }) => ({
    ...conjunctOf(node, holds),
    sure: !failsAs(node, 'bool'),
    span: { start, end },
  }));
}

interface Operand {
  readonly node: Typed;
  /** False: it is wanted to be false. */
  readonly holds: boolean;
  /** With the `!` before it. */
  readonly span: Span;
}

/** `a && !(b || c)` asks for a, for not b and for not c. */
function operandsOf(node: Typed, holds: boolean, span: Span): readonly Operand[] {
  if (node.kind === 'not') return operandsOf(node.operand, !holds, span);
  if (node.kind === 'logic' && (node.op === '&&') === holds) {
    return node.operands.flatMap((operand) => operandsOf(operand, holds, operand));
  }
  return [{ node, holds, span }];
}

type Unsure = Omit<About, 'sure' | 'span'> & Asks;

/** What is no comparison by itself is compared with what it must be. */
function conjunctOf(node: Typed, holds: boolean): Unsure {
  return (
    compared(node, holds) ??
    (holds ? (either(node) ?? member(node) ?? begins(node)) : null) ??
    about(node, { kind: 'is', values: new Set([holds]) })
  );
}

function about(node: Typed, asks: Asks): Unsure {
  return { of: keyOf(node), node, ...asks };
}

/** `x == 1`, `x < 1`, and either turned around. */
function compared(node: Typed, holds: boolean): Unsure | null {
  if (node.kind !== 'binary') return null;
  const right = plainOf(node.right);
  if (right !== null) return comparison(node.left, node.op, right, holds);
  const left = plainOf(node.left);
  const turned = mirrored[node.op];
  return left === null || turned === undefined ? null : comparison(node.right, turned, left, holds);
}

const mirrored: Readonly<Record<string, string>> = {
  ...{ '==': '==', '!=': '!=' },
  ...{ '<': '>', '<=': '>=', '>': '<', '>=': '<=' },
};
const opposite: Readonly<Record<string, string>> = {
  ...{ '==': '!=', '!=': '==' },
  ...{ '<': '>=', '<=': '>', '>': '<=', '>=': '<' },
};

function comparison(node: Typed, written: string, value: Plain, holds: boolean): Unsure | null {
  const op = holds ? written : opposite[written];
  if (op === '==') return about(node, { kind: 'is', values: new Set([value]) });
  if (op === '!=') return about(node, { kind: 'isNot', values: new Set([value]) });
  // Not below is not the same as above where there is NaN.
  if (typeof value !== 'number' || (!holds && node.type.kind !== 'int')) return null;
  const end = { at: value, open: op === '<' || op === '>' };
  if (op === '<' || op === '<=') return about(node, { kind: 'within', low: least, high: end });
  return op === '>' || op === '>=' ? about(node, { kind: 'within', low: end, high: most }) : null;
}

const least: End = { at: Number.NEGATIVE_INFINITY, open: false };
const most: End = { at: Number.POSITIVE_INFINITY, open: false };

/** `x == 1 || x == 2` over one x throughout. */
function either(node: Typed): Unsure | null {
  if (node.kind !== 'logic' || node.op !== '||') return null;
  const parts = node.operands.map((operand) => conjunctOf(operand, true));
  const [first] = parts;
  const values: Plain[] = [];
  for (const part of parts) {
    if (part.kind !== 'is' || part.of !== first?.of) return null;
    values.push(...part.values);
  }
  return first === undefined ? null : about(first.node, { kind: 'is', values: new Set(values) });
}

/** `x in [1, 2]`, `1 in list`. */
function member(node: Typed): Unsure | null {
  if (node.kind !== 'binary' || node.op !== 'in') return null;
  if (node.right.kind === 'list') {
    const values = node.right.items.map(plainOf).filter((value) => value !== null);
    const whole = values.length === node.right.items.length && !node.right.optional.some(Boolean);
    return whole ? about(node.left, { kind: 'is', values: new Set(values) }) : null;
  }
  const value = plainOf(node.left);
  if (value === null || node.right.type.kind !== 'list') return null;
  return about(node.right, { kind: 'holds', value });
}

function begins(node: Typed): Unsure | null {
  if (node.kind !== 'call' || node.fn.name !== 'startsWith') return null;
  const [of, prefix] = node.args;
  const text = prefix === undefined ? null : plainOf(prefix);
  if (of === undefined || typeof text !== 'string') return null;
  return about(of, { kind: 'begins', text });
}

function plainOf(node: Typed): Plain | null {
  return node.kind === 'constant' ? plain(node.constant) : null;
}

/** Doubles are left out: what they equal depends on the type of the other side. */
function plain(constant: Constant): Plain | null {
  if (constant.type === 'string' || constant.type === 'bool') return constant.value;
  if (constant.type !== 'int') return null;
  const value = Number(constant.value);
  return Number.isSafeInteger(value) ? value : null;
}
