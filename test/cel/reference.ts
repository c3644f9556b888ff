// A second, slow and plain reading of CEL, straight from its specification, to hold the printed code against.
// It walks the syntax tree, knows no types ahead, and keeps int (bigint) apart from double (number) everywhere.
import type { Expr } from '../../compiler/cel/ast.ts';

class CelFailure extends Error {}

type Scope = ReadonlyMap<string, unknown>;

function fail(): never {
  throw new CelFailure();
}

/** JSON, and the runtime's own objects, as CEL values. */
export function imported(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(imported);
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value).map(([key, member]) => [key, imported(member)]));
}

/** Steps since counting began: an operator, a call, an element gone over or looked at; texts by their length. */
let steps = 0;
/** While steps are counted, logic stops where it is decided: what is not evaluated costs nothing. */
let counting = false;

/** How many steps evaluation takes: at least, whatever order it takes operands in. */
export function stepsTaken(expr: Expr, scope: Scope): number {
  steps = 0;
  counting = true;
  judge(expr, scope);
  counting = false;
  return steps;
}

/** The value, or `'error'`. A bool condition that gives something else is an error. */
export function judge(expr: Expr, scope: Scope): unknown {
  try {
    return truth(evaluate(expr, scope));
  } catch (error) {
    if (error instanceof CelFailure) return 'error';
    throw error;
  }
}

function truth(value: unknown): boolean {
  return typeof value === 'boolean' ? value : fail();
}

/** Every operand is tried; the deciding value wins over errors. */
function absorb(deciding: boolean, operands: readonly (() => unknown)[]): boolean {
  const outcomes: (boolean | 'error')[] = [];
  for (const operand of operands) {
    if (counting && outcomes.includes(deciding)) break;
    outcomes.push(attempted(operand));
  }
  if (outcomes.includes(deciding)) return deciding;
  return outcomes.includes('error') ? fail() : !deciding;
}

function attempted(operand: () => unknown): boolean | 'error' {
  try {
    return truth(operand());
  } catch (error) {
    if (error instanceof CelFailure) return 'error';
    throw error;
  }
}

function evaluate(expr: Expr, scope: Scope): unknown {
  if (expr.kind !== 'literal' && expr.kind !== 'name') steps++;
  const value = (operand: Expr) => evaluate(operand, scope);
  switch (expr.kind) {
    case 'literal':
      return 'value' in expr.literal ? expr.literal.value : null;
    case 'name':
      return scope.get(expr.name);
    case 'select':
      return member(value(expr.operand), expr.name.text);
    case 'index':
      return at(value(expr.operand), value(expr.index));
    case 'not':
      return !truth(value(expr.operand));
    case 'negate':
      return arithmetic('-', 0n, value(expr.operand));
    case 'logic':
      return absorb(
        expr.op === '||',
        expr.operands.map((operand) => () => value(operand)),
      );
    case 'choice':
      return truth(value(expr.condition)) ? value(expr.yes) : value(expr.no);
    case 'binary':
      return binary(expr.op, value(expr.left), value(expr.right));
    case 'list':
      return expr.items.map((item) => value(item.value));
    case 'call':
      return call(expr, scope);
    default:
      throw new Error(`The reference does not know ${expr.kind}.`);
  }
}

function member(target: unknown, key: unknown): unknown {
  if (!(target instanceof Map) || !target.has(key)) return fail();
  return target.get(key);
}

function at(target: unknown, index: unknown): unknown {
  if (!Array.isArray(target)) return member(target, index);
  if (typeof index !== 'bigint' || index < 0n || index >= BigInt(target.length)) return fail();
  return target[Number(index)];
}

function binary(op: string, a: unknown, b: unknown): unknown {
  switch (op) {
    case '==':
      return equal(a, b);
    case '!=':
      return !equal(a, b);
    case 'in':
      if (Array.isArray(b)) return b.some((element) => found(element, a));
      return b instanceof Map ? b.has(a) : fail();
    case '<':
      return compare(a, b) < 0;
    case '<=':
      return compare(a, b) <= 0;
    case '>':
      return compare(a, b) > 0;
    case '>=':
      return compare(a, b) >= 0;
    default:
      return arithmetic(op, a, b);
  }
}

/** To hold an element against a value costs less than an operator. */
function found(element: unknown, value: unknown): boolean {
  steps += 0.75;
  return equal(element, value);
}

const isNumber = (value: unknown): value is bigint | number =>
  typeof value === 'bigint' || typeof value === 'number';

function equal(a: unknown, b: unknown): boolean {
  if (isNumber(a) && isNumber(b)) return typeof a === typeof b ? a === b : Number(a) === Number(b);
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, i) => found(one, b[i]));
  if (!(a instanceof Map) || !(b instanceof Map)) return a === b;
  return a.size === b.size && [...a].every(([key, one]) => b.has(key) && equal(one, b.get(key)));
}

/** Negative, zero or positive. */
function compare(a: unknown, b: unknown): number {
  if (isNumber(a) && isNumber(b)) {
    const [x, y] = typeof a === typeof b ? [a, b] : [Number(a), Number(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return typeof a === 'string' && typeof b === 'string' ? comparePoints([...a], [...b]) : fail();
}

function comparePoints(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i]?.codePointAt(0) ?? 0) - (b[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function arithmetic(op: string, a: unknown, b: unknown): unknown {
  if (op === '+' && typeof a === 'string' && typeof b === 'string') return a + b;
  if (op === '+' && Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (typeof a === 'bigint' && typeof b === 'bigint') return int64(op, a, b);
  if (op === '-' && a === 0n && typeof b === 'number') return -b;
  if (typeof a !== 'number' || typeof b !== 'number') return fail();
  return op === '+' ? a + b : op === '-' ? a - b : op === '*' ? a * b : op === '/' ? a / b : fail();
}

function int64(op: string, a: bigint, b: bigint): bigint {
  if ((op === '/' || op === '%') && b === 0n) return fail();
  const value = op === '+' ? a + b : op === '-' ? a - b : op === '*' ? a * b : op === '/' ? a / b : a % b;
  return value >= -(2n ** 63n) && value < 2n ** 63n ? value : fail();
}

function call(expr: Extract<Expr, { kind: 'call' }>, scope: Scope): unknown {
  const { name, receiver, args } = expr;
  if (name.text === 'has') return has(args[0], scope);
  const target = evaluate(receiver ?? args[0] ?? expr, scope);
  if (name.text === 'size') return size(target);
  if (name.text === 'startsWith') return text(target).startsWith(text(evaluate(args[0] ?? expr, scope)));
  const variable = args[0]?.kind === 'name' ? args[0].name : '';
  const body = args[1] ?? expr;
  const elements = Array.isArray(target) ? target : target instanceof Map ? [...target.keys()] : fail();
  const each = (element: unknown) => {
    steps++;
    return evaluate(body, new Map([...scope, [variable, element]]));
  };
  return loop(name.text, elements, each);
}

function loop(macro: string, elements: readonly unknown[], each: (element: unknown) => unknown): unknown {
  switch (macro) {
    case 'all':
    case 'exists':
      return absorb(
        macro === 'exists',
        elements.map((element) => () => each(element)),
      );
    case 'exists_one':
      return elements.filter((element) => truth(each(element))).length === 1;
    case 'filter':
      return elements.filter((element) => truth(each(element)));
    case 'map':
      return elements.map(each);
    default:
      throw new Error(`The reference does not know ${macro}.`);
  }
}

function has(target: Expr | undefined, scope: Scope): boolean {
  if (target?.kind !== 'select') throw new Error('has');
  const operand = evaluate(target.operand, scope);
  return operand instanceof Map ? operand.has(target.name.text) : fail();
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : fail();
}

function size(value: unknown): bigint {
  if (typeof value === 'string') return BigInt([...value].length);
  if (Array.isArray(value)) return BigInt(value.length);
  return value instanceof Map ? BigInt(value.size) : fail();
}
