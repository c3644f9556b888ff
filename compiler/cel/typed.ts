// The checked tree: names are resolved, types are known, and so is what may fail and what is unknown early.
import type { BinaryOperator, Literal } from './ast.ts';
import type { CelFunction } from './functions/function.ts';
import type { Span } from './problem.ts';
import type { Pattern } from './regex/index.ts';
import { isOpen, type Type } from './types.ts';

export type Constant =
  | Literal
  /** Whole milliseconds as a number, anything finer as nanoseconds. */
  | { readonly type: 'timestamp' | 'duration'; readonly value: number | bigint }
  | { readonly type: 'type'; readonly name: string };

export type Macro =
  | 'all'
  | 'exists'
  | 'existsOne'
  | 'filter'
  | 'map'
  | 'transformList'
  | 'transformMap'
  | 'transformMapEntry';

export type Typed = Span & Facts & TypedShape;

/**
 * Where a macro's variable has its value from: `made` by the expression; `sent` as it stands in the message, or is known;
 * `each` where it is another part of that in each round of a loop, so that all are no more than the whole.
 */
export type Source = 'made' | 'sent' | 'each';

export interface Facts {
  readonly type: Type;
  /** Evaluation may end in an error instead of a value. */
  readonly canError: boolean;
  /** The value depends on `args`, `request` or what else a list's question does not know. */
  readonly unknown: boolean;
  /** Its greatest size, where the expression itself says more of it than its type does. */
  readonly most?: number;
}

export type TypedShape =
  /** `pattern`: a literal that is one, read. */
  | { readonly kind: 'constant'; readonly constant: Constant; readonly pattern?: Pattern }
  | { readonly kind: 'variable'; readonly name: string }
  /** A variable of a macro. `id` tells apart those of one name. */
  | { readonly kind: 'local'; readonly name: string; readonly id: number; readonly of: Source }
  /** A declared field of a struct. */
  | { readonly kind: 'field'; readonly operand: Typed; readonly name: string }
  /** A key of a map, an index of a list. `present`: `has` asked before, so it is there. */
  | {
      readonly kind: 'index';
      readonly operand: Typed;
      readonly index: Typed;
      readonly present: boolean;
      readonly counted?: boolean;
    }
  /** A key or index that may be missing: the result is an optional value. */
  | {
      readonly kind: 'optionalIndex';
      readonly operand: Typed;
      readonly index: Typed;
      readonly counted?: boolean;
    }
  | { readonly kind: 'hasKey'; readonly operand: Typed; readonly key: string }
  /** `has` of a declared field: it is not empty. */
  | { readonly kind: 'notEmpty'; readonly operand: Typed }
  | { readonly kind: 'not'; readonly operand: Typed }
  | { readonly kind: 'negate'; readonly operand: Typed }
  | { readonly kind: 'logic'; readonly op: '&&' | '||'; readonly operands: readonly Typed[] }
  | { readonly kind: 'choice'; readonly condition: Typed; readonly yes: Typed; readonly no: Typed }
  /** `counted`: its cost grows with what a caller sends, and is counted when it is evaluated. */
  | {
      readonly kind: 'binary';
      readonly op: BinaryOperator;
      readonly left: Typed;
      readonly right: Typed;
      readonly counted?: boolean;
    }
  /** `optional`: for each item, is it an optional value that is left out where it is not there? */
  | { readonly kind: 'list'; readonly items: readonly Typed[]; readonly optional: readonly boolean[] }
  | { readonly kind: 'map'; readonly entries: readonly TypedEntry[]; readonly counted?: boolean }
  | {
      readonly kind: 'call';
      readonly fn: CelFunction;
      readonly args: readonly Typed[];
      readonly counted?: boolean;
    }
  | Loop
  /** `cel.bind`. */
  | { readonly kind: 'bind'; readonly local: string; readonly init: Typed; readonly body: Typed }
  /** `optMap`, and `optFlatMap` where `flat`. */
  | {
      readonly kind: 'optMap';
      readonly flat: boolean;
      readonly operand: Typed;
      readonly local: string;
      readonly body: Typed;
    }
  | { readonly kind: 'bad' };

export interface TypedEntry {
  readonly key: Typed;
  readonly value: Typed;
  readonly optional: boolean;
}

export interface Loop {
  readonly kind: 'loop';
  readonly macro: Macro;
  readonly range: Typed;
  /** One name, or two: of the index or key, and of what is there. */
  readonly locals: readonly string[];
  readonly predicate: Typed | null;
  readonly transform: Typed | null;
  /** What it goes over is counted. */
  readonly counted: boolean;
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
  own: { readonly canError?: boolean; readonly unknown?: boolean; readonly most?: number | undefined } = {},
): Typed {
  let canError = own.canError === true;
  let unknown = own.unknown === true;
  for (const operand of operands) {
    canError ||= operand.canError;
    unknown ||= operand.unknown;
  }
  const most = own.most === undefined ? {} : { most: own.most };
  return { start: span.start, end: span.end, type, canError, unknown, ...most, ...shape };
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
    case 'optionalIndex':
      return [node.operand, node.index];
    case 'bind':
      return [node.init, node.body];
    case 'optMap':
      return [node.operand, node.body];
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

/** Does it hold for a node that may fail: this one, or one below it? What is around a node that may fail may fail too. */
export function anyFailing(node: Typed, holds: (node: Typed) => boolean): boolean {
  return node.canError && (holds(node) || childrenOf(node).some((child) => anyFailing(child, holds)));
}

/** One that is counted may fail. */
export function isCounted(node: Typed): boolean {
  return 'counted' in node && node.counted === true;
}

/** How many variables a node binds for what stands in it. */
export function localsOf(node: Typed): number {
  if (node.kind === 'loop') return node.locals.length;
  return node.kind === 'bind' || node.kind === 'optMap' ? 1 : 0;
}

/** May an error of one operand be absorbed by another that is evaluated after it? */
export function absorbs(node: Typed): boolean {
  if (node.kind === 'logic') return node.operands.filter((operand) => failsAs(operand, 'bool')).length > 1;
  if (node.kind !== 'loop' || (node.macro !== 'all' && node.macro !== 'exists')) return false;
  return node.predicate !== null && failsAs(node.predicate, 'bool');
}
