// Our syntax trees in the shape of `cel.expr.Expr`, macros expanded as cel-go expands them, to compare them with its goldens.
import type { Expr, Literal } from '../../../compiler/cel/ast.ts';

/** As much of `cel.expr.Expr` as its debug text shows. */
export interface Node {
  readonly $typeName: 'cel.expr.Expr';
  readonly exprKind: { readonly case: string; readonly value: unknown };
  /** What it was made of; none for what a macro adds. */
  readonly origin?: Expr;
}

function node(kind: string, value: unknown): Node {
  return { $typeName: 'cel.expr.Expr', exprKind: { case: kind, value } };
}

const ident = (name: string): Node => node('identExpr', { name });
const call = (name: string, args: readonly Node[], target?: Node): Node =>
  node('callExpr', { function: name, args, target });
const list = (elements: readonly Node[], optionalIndices: readonly number[] = []): Node =>
  node('listExpr', { elements, optionalIndices });
const constant = (kind: string, value: unknown): Node =>
  node('constExpr', { constantKind: { case: kind, value } });

/** The tree of an expression that was read without a problem. `text` shows where brackets stood. */
export function nodeOf(expr: Expr, text: string): Node {
  const made = shaped(expr, text);
  return made.origin === undefined ? { ...made, origin: expr } : made;
}

function shaped(expr: Expr, text: string): Node {
  const of = (one: Expr) => nodeOf(one, text);
  switch (expr.kind) {
    case 'literal':
      return literal(expr.literal);
    case 'name':
      return ident(expr.absolute === true ? `.${expr.name}` : expr.name);
    case 'select':
      if (expr.optional) return call('_?._', [of(expr.operand), constant('stringValue', expr.name.text)]);
      return node('selectExpr', { operand: of(expr.operand), field: expr.name.text, testOnly: false });
    case 'index':
      return call(expr.optional ? '_[?_]' : '_[_]', [of(expr.operand), of(expr.index)]);
    case 'call':
      return (
        macro(expr, text) ??
        call(expr.name.text, expr.args.map(of), expr.receiver ? of(expr.receiver) : undefined)
      );
    case 'not':
    case 'negate':
      return signed(expr, text);
    case 'binary':
      return call(expr.op === 'in' ? '@in' : `_${expr.op}_`, [of(expr.left), of(expr.right)]);
    case 'logic':
      return balanced(`_${expr.op}_`, expr.operands.map(of));
    case 'choice':
      return call('_?_:_', [of(expr.condition), of(expr.yes), of(expr.no)]);
    case 'list': {
      const optional = expr.items.flatMap((item, i) => (item.optional ? [i] : []));
      return list(
        expr.items.map(({ value }) => of(value)),
        optional,
      );
    }
    case 'map':
      return struct(
        '',
        expr.entries.map(({ key, value, optional }) => entry('mapKey', of(key), of(value), optional)),
      );
    case 'message':
      return struct(
        expr.name,
        expr.fields.map(({ name, value, optional }) => entry('fieldKey', name.text, of(value), optional)),
      );
    case 'bad':
      throw new Error('What could not be read has no node.');
  }
}

function struct(messageName: string, entries: readonly unknown[]): Node {
  return node('structExpr', { messageName, entries });
}

function entry(kind: string, key: unknown, value: Node, optionalEntry: boolean): unknown {
  return {
    $typeName: 'cel.expr.Expr.CreateStruct.Entry',
    keyKind: { case: kind, value: key },
    value,
    optionalEntry,
  };
}

function literal(of: Literal): Node {
  switch (of.type) {
    case 'null':
      return constant('nullValue', 0);
    case 'int':
      return constant('int64Value', of.value);
    case 'uint':
      return constant('uint64Value', of.value);
    case 'bytes':
      return constant('bytesValue', new Uint8Array(Buffer.from(of.hex, 'hex')));
    default:
      return constant(`${of.type}Value`, of.value);
  }
}

/** cel-go takes a run of one sign together: an even number of them is none. */
function signed(expr: Extract<Expr, { kind: 'not' | 'negate' }>, text: string): Node {
  let signs = 1;
  let { operand } = expr;
  while (operand.kind === expr.kind && text[operand.start] !== '(') {
    signs++;
    operand = operand.operand;
  }
  const positive = expr.kind === 'negate' ? unsigned(operand, text) : null;
  if (positive !== null) signs++;
  const inner = positive === null ? nodeOf(operand, text) : literal(positive);
  return signs % 2 === 0 ? inner : call(expr.kind === 'not' ? '!_' : '-_', [inner]);
}

/** The number behind the last sign of a run; null for what is no literal with a sign. */
function unsigned(operand: Expr, text: string): Literal | null {
  if (operand.kind !== 'literal' || text[operand.start] !== '-') return null;
  const { literal: of } = operand;
  if (of.type === 'int') return { type: 'int', value: -of.value };
  return of.type === 'double' ? { type: 'double', value: -of.value } : null;
}

/** A chain of one operator as a balanced tree. */
function balanced(op: string, terms: readonly Node[], low = 0, high = terms.length - 2): Node {
  const middle = Math.floor((low + high + 1) / 2);
  const left = middle === low ? terms[middle]! : balanced(op, terms, low, middle - 1);
  const right = middle === high ? terms[middle + 1]! : balanced(op, terms, middle + 1, high);
  return call(op, [left, right]);
}

const result = ident('@result');
const yes = constant('boolValue', true);

/** The standard macros, of one variable; null for any other call. */
function macro(expr: Extract<Expr, { kind: 'call' }>, text: string): Node | null {
  const [first, ...rest] = expr.args;
  if (expr.receiver === null) {
    if (expr.name.text !== 'has' || first?.kind !== 'select' || rest.length > 0) return null;
    return node('selectExpr', {
      operand: nodeOf(first.operand, text),
      field: first.name.text,
      testOnly: true,
    });
  }
  if (first?.kind !== 'name') return null;
  const parts = rest.map((one) => nodeOf(one, text));
  const loop = expansion(expr.name.text, first.name, parts);
  if (loop === null) return null;
  const shared = {
    iterVar: first.name,
    iterVar2: '',
    iterRange: nodeOf(expr.receiver, text),
    accuVar: '@result',
  };
  return node('comprehensionExpr', { ...shared, ...loop });
}

function expansion(name: string, variable: string, [first, second]: readonly Node[]): object | null {
  if (first === undefined) return null;
  const append = (one: Node) => call('_+_', [result, list([one])]);
  const when = (condition: Node, step: Node) => call('_?_:_', [condition, step, result]);
  const going = (on: Node) => call('@not_strictly_false', [on]);
  const collecting = { accuInit: list([]), loopCondition: yes, result };
  const one = constant('int64Value', 1n);
  if (name === 'map') {
    const loopStep = second === undefined ? append(first) : when(first, append(second));
    return { ...collecting, loopStep };
  }
  if (second !== undefined) return null;
  switch (name) {
    case 'all':
      return { accuInit: yes, loopCondition: going(result), loopStep: call('_&&_', [result, first]), result };
    case 'exists': {
      const loopCondition = going(call('!_', [result]));
      return {
        accuInit: constant('boolValue', false),
        loopCondition,
        loopStep: call('_||_', [result, first]),
        result,
      };
    }
    case 'exists_one':
    case 'existsOne': {
      const loopStep = when(first, call('_+_', [result, one]));
      return {
        accuInit: constant('int64Value', 0n),
        loopCondition: yes,
        loopStep,
        result: call('_==_', [result, one]),
      };
    }
    case 'filter':
      return { ...collecting, loopStep: when(first, append(ident(variable))) };
    default:
      return null;
  }
}
