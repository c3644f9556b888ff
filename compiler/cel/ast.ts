// The syntax tree of an expression, as written: names are not resolved, types are not known.
import type { Span } from './problem.ts';

export type Literal =
  | { readonly type: 'null' }
  | { readonly type: 'bool'; readonly value: boolean }
  /** Within int64. */
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'string'; readonly value: string };

export type BinaryOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%';

export type Expr = Span & { readonly depth: number } & Shape;

/** A name with its own place, inside a larger node. */
export interface Name extends Span {
  readonly text: string;
}

export type Shape =
  | { readonly kind: 'literal'; readonly literal: Literal }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'select'; readonly operand: Expr; readonly name: Name }
  | { readonly kind: 'index'; readonly operand: Expr; readonly index: Expr }
  | {
      readonly kind: 'call';
      readonly receiver: Expr | null;
      readonly name: Name;
      readonly args: readonly Expr[];
    }
  | { readonly kind: 'not'; readonly operand: Expr }
  | { readonly kind: 'negate'; readonly operand: Expr }
  | { readonly kind: 'binary'; readonly op: BinaryOperator; readonly left: Expr; readonly right: Expr }
  /** A whole chain of one operator: `a && b && c` is one node. */
  | { readonly kind: 'logic'; readonly op: '&&' | '||'; readonly operands: readonly Expr[] }
  | { readonly kind: 'choice'; readonly condition: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly kind: 'list'; readonly items: readonly Expr[] }
  | { readonly kind: 'map'; readonly entries: readonly { readonly key: Expr; readonly value: Expr }[] }
  /** Where nothing could be read; a problem tells of it. */
  | { readonly kind: 'bad' };
