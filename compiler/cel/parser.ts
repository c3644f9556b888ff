// Tokens to a syntax tree: operators by precedence. Goes on after a mistake, so that all are found at once.
import type { BinaryOperator, Expr } from './ast.ts';
import { type Cursor, cursor, isSymbol, shown } from './cursor.ts';
import { isStrange, wordsFor } from './foreign.ts';
import { tokenize } from './lexer.ts';
import { parseUnary } from './operand.ts';
import type { Report } from './problem.ts';
import type { Token } from './token.ts';

/**
 * Parses one expression. Always gives a tree; what could not be read is `bad` in it.
 * CEL specification, "Syntax": grammar.
 */
export function parse(text: string, report: Report): Expr {
  const at = cursor(tokenize(text, report), report, parseExpr);
  if (at.peek().kind === 'end') {
    at.wrong(at.peek(), {
      message: 'The expression is empty.',
      help: 'Write a condition, or leave the key out.',
    });
  }
  const expr = parseExpr(at);
  if (at.peek().kind === 'end') return expr;
  parseRest(at);
  return at.node(0, text.length, { kind: 'bad' }, []);
}

/** Reports that an operator is missing, then reads on, only for the problems. */
function parseRest(at: Cursor): void {
  while (at.peek().kind !== 'end') {
    const token = at.next();
    if (closes(token)) {
      at.wrong(token, { message: `${shown(token)} closes nothing.`, help: 'Remove it, or open it before.' });
    } else {
      at.wrong(token, { message: `Expected an operator or the end but found ${shown(token)}.` });
    }
    if (at.peek().kind !== 'end' && !closes(at.peek())) parseExpr(at);
  }
}

function closes(token: Token): boolean {
  return token.kind === 'symbol' && [')', ']', '}'].includes(token.text);
}

/** `a ? b : c`, and everything that binds tighter. */
function parseExpr(at: Cursor): Expr {
  return at.nested(() => {
    const condition = parseEither(at);
    const question = at.take('?');
    if (question === null) return condition;
    const key = isSymbol(at.peek(), '.') && at.peek().start === question.end;
    const yes = parseEither(at);
    if (at.take(':') === null) {
      wrongChoice(at, key);
      return at.node(condition.start, yes.end, { kind: 'bad' }, [condition]);
    }
    const no = parseExpr(at);
    return at.node(condition.start, no.end, { kind: 'choice', condition, yes, no }, [condition, yes, no]);
  });
}

/** A choice without its other outcome; or `?.`, which CEL writes the other way round. */
function wrongChoice(at: Cursor, key: boolean): void {
  at.wrong(at.peek(), {
    message: `Expected \`:\` but found ${shown(at.peek())}.`,
    help: key ? 'A key that may be missing is written `.?name`.' : 'A choice has two outcomes: `a ? b : c`.',
  });
}

/** `a || b`, and everything that binds tighter. */
function parseEither(at: Cursor): Expr {
  return parseLogic(at, '||', parseBoth);
}

function parseBoth(at: Cursor): Expr {
  return parseLogic(at, '&&', parseOperators);
}

function parseLogic(at: Cursor, op: '&&' | '||', operand: (at: Cursor) => Expr): Expr {
  const first = operand(at);
  if (!takeLogic(at, op)) return first;
  const operands = [first, operand(at)];
  while (takeLogic(at, op)) operands.push(operand(at));
  return at.node(first.start, operands.at(-1)!.end, { kind: 'logic', op, operands }, operands);
}

/** Takes the operator, also spelled as a word, which is reported. */
function takeLogic(at: Cursor, op: '&&' | '||'): boolean {
  if (at.take(op) !== null) return true;
  const token = at.peek();
  if (token.kind !== 'name' || token.text.toLowerCase() !== (op === '&&' ? 'and' : 'or')) return false;
  at.wrong(token, { message: `\`${token.text}\` is no operator of CEL.`, help: `Write \`${op}\`.` });
  at.next();
  return true;
}

/** How tightly binary operators bind. All group to the left. */
const compared = 1;
const bindings: ReadonlyMap<string, number> = new Map<BinaryOperator, number>([
  ...(['==', '!=', '<', '<=', '>', '>=', 'in'] as const).map((op) => [op, compared] as const),
  ...(['+', '-'] as const).map((op) => [op, 2] as const),
  ...(['*', '/', '%'] as const).map((op) => [op, 3] as const),
]);

function parseOperators(at: Cursor): Expr {
  return parseBinary(at, 0);
}

/** Operands and the operators between them that bind tighter than `loosest`. */
function parseBinary(at: Cursor, loosest: number): Expr {
  let left = parseUnary(at);
  for (let row = false; ; row = true) {
    if (takeForeign(at)) {
      const right = parseBinary(at, compared);
      left = at.node(left.start, right.end, { kind: 'bad' }, [left, right], row);
      continue;
    }
    const token = at.peek();
    const binding = token.kind === 'symbol' ? (bindings.get(token.text) ?? 0) : 0;
    if (token.kind !== 'symbol' || binding <= loosest) return left;
    at.next();
    const right = parseBinary(at, binding);
    const op = token.text as BinaryOperator;
    left = at.node(left.start, right.end, { kind: 'binary', op, left, right }, [left, right], row);
  }
}

/** Takes what other languages write between two operands, which is reported. */
function takeForeign(at: Cursor): boolean {
  const [token, after] = [at.peek(), at.peek(1)];
  if (token.kind === 'symbol' && isStrange(token.text)) return at.take(token.text) !== null;
  if (token.kind !== 'name') return false;
  const pair = after.kind === 'name' || after.kind === 'symbol' ? `${token.text} ${after.text}` : '';
  const two = wordsFor(pair);
  const words = two ?? wordsFor(token.text);
  if (words === null) return false;
  at.wrong({ start: token.start, end: two === null ? token.end : after.end }, words);
  at.next();
  if (two !== null) at.next();
  return true;
}
