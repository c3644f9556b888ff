// Values known only at run time: `{ env: NAME }`, `{ file: path }`. A secret is never a literal.
import type { Range } from '../diagnostics/finding.ts';
import type { Builder } from '../emit/builder.ts';
import { type Code, literal } from '../emit/code.ts';
import type { Path, Scope } from './room.ts';

/** A literal, an environment variable or a file. */
export type ValueModel = LiteralModel | LateModel;

export interface LiteralModel {
  readonly kind: 'literal';
  readonly text: string;
  readonly range: Range;
}

export interface LateModel {
  readonly kind: 'env' | 'file';
  /** The variable's name, or the file's path. */
  readonly name: string;
  readonly default: string | null;
  readonly prefix: string | null;
  readonly secret: boolean;
  readonly range: Range;
  readonly place: string;
}

/**
 * The value at a path. `secret` says what it is where no default is given: what has a default is in Git and no secret.
 * Undefined where there is none.
 */
export function readValue(scope: Scope, path: Path, secret: boolean): ValueModel | undefined {
  const node = scope.node(path);
  if (node === undefined || node.kind === 'list') return undefined;
  const { range } = node;
  if (node.kind === 'scalar') return Object.freeze({ kind: 'literal', text: String(node.value), range });
  const text = (key: string): string | null => textAt(scope, [...path, key]);
  const env = text('env');
  const given = text('default');
  return Object.freeze({
    kind: env === null ? 'file' : 'env',
    name: env ?? text('file') ?? '',
    default: given,
    prefix: text('prefix'),
    secret: secret && given === null,
    range,
    place: scope.place(range),
  });
}

/** The text of the scalar at a path; null where there is none. */
export function textAt(scope: Scope, path: Path): string | null {
  const node = scope.node(path);
  return node?.kind === 'scalar' ? String(node.value) : null;
}

/** Prints a value for the plan, and records what it needs. */
export function printValue(value: ValueModel, builder: Builder): Code {
  if (value.kind === 'literal') return literal(value.text);
  const { kind, name, secret, place } = value;
  builder.stage('values', { module: 'gateway/values', name: 'resolveValues' });
  builder.late({ [kind]: name, secret, optional: value.default !== null, place });
  if (kind === 'file') builder.capability('files', place);
  return literal({
    [kind]: name,
    default: value.default ?? undefined,
    prefix: value.prefix ?? undefined,
    secret,
  });
}
