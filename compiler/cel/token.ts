// The words of CEL.
import type { Literal } from './ast.ts';
import type { Span } from './problem.ts';

export type Token = Span &
  (
    | { readonly kind: 'literal'; readonly literal: Literal }
    /** A number just past int64: an int only behind a minus. */
    | { readonly kind: 'edge' }
    | { readonly kind: 'name'; readonly text: string }
    /** A name in backquotes: only after a point. */
    | { readonly kind: 'quoted'; readonly text: string }
    | { readonly kind: 'symbol'; readonly text: string }
    /** Something that could not be read; a problem tells of it. It stands for a value. */
    | { readonly kind: 'bad' }
    | { readonly kind: 'end' }
  );

/** Words that CEL keeps for languages it is embedded in. They are no names. */
export const reserved: ReadonlySet<string> = new Set([
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
]);
