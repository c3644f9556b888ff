// What the checker knows at a place of the expression, and the ways it reports.
import { nearest } from '../../diagnostics/nearest.ts';
import type { Expr } from '../ast.ts';
import type { Environment } from '../environment.ts';
import type { Report, Span } from '../problem.ts';
import { type Source, type Typed, typed } from '../typed.ts';
import { errorType, mayBe, showType, type Type } from '../types.ts';

/** A variable of a macro, and those around it. */
export interface Local {
  readonly name: string;
  readonly type: Type;
  readonly unknown: boolean;
  /** Its greatest size, where more is known than its type says. */
  readonly most?: number | undefined;
  readonly of: Source;
  /** Different for each of those around one place. */
  readonly id: number;
  readonly outer: Local | null;
}

/**
 * What is counted when it is evaluated: `none` where the whole is known to cost little; `sent` is what grows with what a
 * caller sends; `all` where the rest has no small bound either, as of lists that are doubled with `cel.bind`.
 */
export type Counting = 'none' | 'sent' | 'all';

export interface Context {
  readonly environment: Environment;
  readonly locals: Local | null;
  /** Paths of keys that are there, as far as this place is reached. */
  readonly present: ReadonlySet<string>;
  /** The greatest sizes of what is at a path, as far as this place is reached. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly report: Report;
  /** Something that works and is perhaps not what is meant. */
  readonly warn: Report;
  /** Whether so much is reported that nothing more is looked at. */
  readonly enough: () => boolean;
  /** Loops around this place over what a caller sends; and all of them. */
  readonly loops: number;
  readonly rounds: number;
  readonly counting: Counting;
  /** Notes that the expression reads a variable. */
  readonly read: (name: string) => void;
  /** Checks an operand in this context, or in another one. */
  readonly check: (expr: Expr, context: Context) => Typed;
}

/** The context in which a macro's variable is known too. */
export function withLocal(
  context: Context,
  { name, type, unknown, most, of }: Pick<Local, 'name' | 'type' | 'unknown' | 'most' | 'of'>,
): Context {
  const id = (context.locals?.id ?? 0) + 1;
  return { ...context, locals: { name, type, unknown, most, of, id, outer: context.locals } };
}

/** Stands for what is wrong and reported. */
export function bad(span: Span): Typed {
  return typed(span, errorType, { kind: 'bad' }, []);
}

/** Reports unless the value may be of one of `types`. */
export function demand(context: Context, node: Typed, types: readonly Type['kind'][], what: string): void {
  if (mayBe(node.type, ({ kind }) => types.includes(kind))) return;
  const message = `${what} must be ${types.join(' or ')}, this is ${showType(node.type)}.`;
  context.report('cel/type', node, { message });
}

/** `Did you mean …?` where something is near, else the choice there is. */
export function meant(word: string, candidates: readonly string[], all = 'There are'): { help?: string } {
  const near = nearest(word, candidates);
  if (near) return { help: `Did you mean \`${near}\`?` };
  const listed = candidates.map((candidate) => `\`${candidate}\``).join(', ');
  return candidates.length > 0 && candidates.length <= 12 ? { help: `${all} ${listed}.` } : {};
}

/** What is known where a node came out one way. */
export interface Proof {
  /** Paths of keys that are there. */
  readonly present: readonly string[];
  /** Paths, and the greatest size of what is there. */
  readonly sizes: readonly (readonly [path: string, most: number])[];
}

/** The context behind something that proves keys to be there, and sizes to be small. */
export function knowing(context: Context, { present, sizes }: Proof): Context {
  if (present.length === 0 && sizes.length === 0) return context;
  return {
    ...context,
    present: new Set([...context.present, ...present]),
    sizes: new Map([...context.sizes, ...sizes]),
  };
}
