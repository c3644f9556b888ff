// Gives every node its type, or reports why it has none. Every mistake at once.
import type { Expr } from './ast.ts';
import { checkCall } from './check/call.ts';
import { checkList, checkLiteral, checkMap } from './check/collection.ts';
import { bad, type Context } from './check/context.ts';
import { checkIndex, checkName, checkSelect } from './check/name.ts';
import { checkBinary, checkChoice, checkLogic, checkNegate, checkNot } from './check/operator.ts';
import type { Environment } from './environment.ts';
import type { Report } from './problem.ts';
import type { Typed } from './typed.ts';

/** A checked expression and the variables it names. */
export interface Checked {
  readonly root: Typed;
  readonly reads: ReadonlySet<string>;
}

/** Checks a syntax tree. What is wrong is reported and of type `error` in the result. */
export function check(expr: Expr, environment: Environment, report: Report): Checked {
  const reads = new Set<string>();
  const context: Context = {
    environment,
    report,
    locals: null,
    present: new Set(),
    read: (name) => reads.add(name),
    check: checkExpr,
  };
  return { root: checkExpr(expr, context), reads };
}

function checkExpr(expr: Expr, context: Context): Typed {
  switch (expr.kind) {
    case 'literal':
      return checkLiteral(expr);
    case 'name':
      return checkName(expr, context);
    case 'select':
      return checkSelect(expr, context);
    case 'index':
      return checkIndex(expr, context);
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
    case 'bad':
      return bad(expr);
  }
}
