// The syntax tree of an expression, as written: names are not resolved, types are not known.
import type { Span } from './problem.ts';

export type Literal =
  | { readonly type: 'null' }
  | { readonly type: 'bool'; readonly value: boolean }
  /** Within int64; within uint64. */
  | { readonly type: 'int' | 'uint'; readonly value: bigint }
  | { readonly type: 'double'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  /** Two hexadecimal digits a byte. */
  | { readonly type: 'bytes'; readonly hex: string };

export type BinaryOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%';

export type Expr = Span & { readonly depth: number } & Shape;

/** A name with its own place, inside a larger node. */
export interface Name extends Span {
  readonly text: string;
}

/** An element of a list. `optional`: it is written `?value`, and left out where the value is not there. */
export interface Item {
  readonly value: Expr;
  readonly optional: boolean;
}

/** An entry of a map. `optional`: as of an item. */
export interface Entry extends Item {
  readonly key: Expr;
}

/** A field of a message. */
export interface MessageField extends Item {
  readonly name: Name;
}

export type Shape =
  | { readonly kind: 'literal'; readonly literal: Literal }
  /** `absolute`: written with a point before it. */
  | { readonly kind: 'name'; readonly name: string; readonly absolute?: boolean }
  /** `optional`: `operand.?name`. */
  | { readonly kind: 'select'; readonly operand: Expr; readonly name: Name; readonly optional: boolean }
  /** `optional`: `operand[?index]`. */
  | { readonly kind: 'index'; readonly operand: Expr; readonly index: Expr; readonly optional: boolean }
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
  | { readonly kind: 'list'; readonly items: readonly Item[] }
  | { readonly kind: 'map'; readonly entries: readonly Entry[] }
  /** A message of Protocol Buffers: `a.b.Name{field: value}`. It is read, and refused. */
  | { readonly kind: 'message'; readonly name: string; readonly fields: readonly MessageField[] }
  /** Where nothing could be read; a problem tells of it. */
  | { readonly kind: 'bad' };
