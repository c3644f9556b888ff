// Gives every node its type, or reports why it has none. Every mistake at once.
import type { Expr } from './ast.ts';
import { checkIndex } from './check/at.ts';
import { checkCall } from './check/call.ts';
import { checkList, checkLiteral, checkMap } from './check/collection.ts';
import { bad, type Context, type Counting } from './check/context.ts';
import { checkName } from './check/name.ts';
import { checkBinary, checkChoice, checkLogic, checkNegate, checkNot } from './check/operator.ts';
import { pathOf } from './check/present.ts';
import { checkSelect } from './check/select.ts';
import type { Environment } from './environment.ts';
import { dynFunction } from './functions/index.ts';
import type { Report } from './problem.ts';
import { type Typed, typed } from './typed.ts';
import { dynType, isOpen } from './types.ts';

/** A checked expression and the variables it names. */
export interface Checked {
  readonly root: Typed;
  readonly reads: ReadonlySet<string>;
}

export interface Checking {
  readonly report: Report;
  /** Something that works and is perhaps not what is meant. */
  readonly warn: Report;
  /** Whether so much is reported that nothing more is looked at. */
  readonly enough?: () => boolean;
  /** Is told what each part of an expression was found to be. */
  readonly note?: (expr: Expr, found: Typed) => void;
  readonly counting?: Counting;
}

function noting(checkOne: Context['check'], note: Checking['note']): Context['check'] {
  if (note === undefined) return checkOne;
  return (expr, context) => {
    const found = checkOne(expr, context);
    note(expr, found);
    return found;
  };
}

/** Checks a syntax tree. What is wrong is reported and of type `error` in the result; what is doubtful is warned of. */
export function check(
  expr: Expr,
  environment: Environment,
  { report, warn, enough = () => false, note, counting = 'sent' }: Checking,
): Checked {
  const reads = new Set<string>();
  const context: Context = {
    environment,
    report,
    warn,
    enough,
    locals: null,
    loops: 0,
    rounds: 0,
    counting,
    present: new Set(),
    sizes: new Map(),
    read: (name) => reads.add(name),
    check: noting(environment.unchecked === true ? checkOpen : checkExpr, note),
  };
  return { root: context.check(expr, context), reads };
}

/** Every type is forgotten as soon as it is known, so that all is decided at run time. */
function checkOpen(expr: Expr, context: Context): Typed {
  const node = checkExpr(expr, context);
  if (isOpen(node.type) || node.type.kind === 'struct') return node;
  return typed(expr, dynType, { kind: 'call', fn: dynFunction, args: [node] }, [node]);
}

function checkExpr(expr: Expr, context: Context): Typed {
  if (context.enough()) return bad(expr);
  switch (expr.kind) {
    case 'literal':
      return checkLiteral(expr);
    case 'name':
      return sized(checkName(expr, context), context);
    case 'select':
      return sized(checkSelect(expr, context), context);
    case 'index':
      return sized(checkIndex(expr, context), context);
    case 'call':
      return checkCall(expr, context);
    case 'not':
      return checkNot(expr, context);
    case 'negate':
      return checkNegate(expr, context);
    case 'binary':
      return checkBinary(expr, context);
    case 'logic':
      return checkLogic(expr, context);
    case 'choice':
      return checkChoice(expr, context);
    case 'list':
      return checkList(expr, context);
    case 'map':
      return checkMap(expr, context);
    case 'message':
      return checkMessage(expr, context);
    case 'bad':
      return bad(expr);
  }
}

/** With the greatest size that was asked for before. */
function sized(node: Typed, { sizes }: Context): Typed {
  const path = sizes.size === 0 ? null : pathOf(node);
  const most = path === null ? undefined : sizes.get(path);
  return most === undefined ? node : { ...node, most: Math.min(most, node.most ?? most) };
}

function checkMessage(expr: Extract<Expr, { kind: 'message' }>, context: Context): Typed {
  context.report('cel/unsupported', expr, {
    message: `\`${expr.name}{…}\` is a message of Protocol Buffers, which a gateway does not have.`,
    help: 'What MCP carries is JSON: write a map, `{"name": value}`.',
  });
  for (const { value } of expr.fields) context.check(value, context);
  return bad(expr);
}
