// The checked tree: names are resolved, types are known, and so is what may fail and what is unknown early.
import type { BinaryOperator, Literal } from './ast.ts';
import type { CelFunction } from './functions/function.ts';
import type { Span } from './problem.ts';
import { isOpen, type Type } from './types.ts';

export type Constant = Literal | { readonly type: 'timestamp' | 'duration'; readonly value: number };

export type Macro = 'all' | 'exists' | 'exists_one' | 'filter' | 'map';

export type Typed = Span & Facts & TypedShape;

export interface Facts {
  readonly type: Type;
  /** Evaluation may end in an error instead of a value. */
  readonly canError: boolean;
  /** The value depends on `args`, `request` or what else a list's question does not know. */
  readonly unknown: boolean;
}

export type TypedShape =
  | { readonly kind: 'constant'; readonly constant: Constant }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'local'; readonly name: string }
  /** A declared field of a struct. */
  | { readonly kind: 'field'; readonly operand: Typed; readonly name: string }
  /** A key of a map, an index of a list. `present`: `has` asked before, so it is there. */
  | { readonly kind: 'index'; readonly operand: Typed; readonly index: Typed; readonly present: boolean }
  | { readonly kind: 'hasKey'; readonly operand: Typed; readonly key: string }
  /** `has` of a declared field: it is not empty. */
  | { readonly kind: 'notEmpty'; readonly operand: Typed }
  | { readonly kind: 'not'; readonly operand: Typed }
  | { readonly kind: 'negate'; readonly operand: Typed }
  | { readonly kind: 'logic'; readonly op: '&&' | '||'; readonly operands: readonly Typed[] }
  | { readonly kind: 'choice'; readonly condition: Typed; readonly yes: Typed; readonly no: Typed }
  | { readonly kind: 'binary'; readonly op: BinaryOperator; readonly left: Typed; readonly right: Typed }
  | { readonly kind: 'list'; readonly items: readonly Typed[] }
  | { readonly kind: 'map'; readonly entries: readonly { readonly key: Typed; readonly value: Typed }[] }
  | { readonly kind: 'call'; readonly fn: CelFunction; readonly args: readonly Typed[] }
  | Loop
  | { readonly kind: 'bad' };

export interface Loop {
  readonly kind: 'loop';
  readonly macro: Macro;
  readonly range: Typed;
  readonly local: string;
  readonly predicate: Typed | null;
  readonly transform: Typed | null;
}

/** Could evaluation as a value of `type` fail: by itself, or since the value turns out to be of another type? */
export function failsAs(node: Typed, type: Type['kind']): boolean {
  return node.canError || (isOpen(node.type) && type !== 'dyn');
}

/** Builds a node: it fails if it may itself, and is unknown if it or an operand is. */
export function typed(
  span: Span,
  type: Type,
  shape: TypedShape,
  operands: readonly Typed[],
  own: { readonly canError?: boolean; readonly unknown?: boolean } = {},
): Typed {
  const canError = own.canError === true || operands.some((operand) => operand.canError);
  const unknown = own.unknown === true || operands.some((operand) => operand.unknown);
  return { start: span.start, end: span.end, type, canError, unknown, ...shape };
}

/** The operands of a node. */
export function childrenOf(node: Typed): readonly Typed[] {
  switch (node.kind) {
    case 'field':
    case 'hasKey':
    case 'notEmpty':
    case 'not':
    case 'negate':
      return [node.operand];
    case 'index':
      return [node.operand, node.index];
    case 'logic':
      return node.operands;
    case 'choice':
      return [node.condition, node.yes, node.no];
    case 'binary':
      return [node.left, node.right];
    case 'list':
      return node.items;
    case 'map':
      return node.entries.flatMap(({ key, value }) => [key, value]);
    case 'call':
      return node.args;
    case 'loop':
      return [node.range, node.predicate, node.transform].filter((child) => child !== null);
    default:
      return [];
  }
}
