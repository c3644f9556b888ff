// Documents against their schemas: what does not fit, at the very place, in words for people.
import type { Finding, Range } from '../diagnostics/finding.ts';
import { createFinder, type Finder } from '../source/find.ts';
import type { Node } from '../source/node.ts';
import { plainValue } from '../source/plain.ts';
import { without } from '../source/without.ts';
import { isOfNames, type Part, partAround } from './apart.ts';
import type { GatewayConfig } from './config.ts';
import { causes } from './errors.ts';
import { explain } from './explain.ts';
import validGateway, { type SchemaError } from './generated/gateway.validate.mjs';
import validLock from './generated/lock.validate.mjs';
import validTests from './generated/tests.validate.mjs';
import { withoutMisspelt } from './misspelt.ts';
import type { Path } from './words.ts';

export { environmental } from './generated/environmental.ts';

export interface Validated {
  /** What was understood; null when the file cannot be read without what is wrong. */
  readonly config: GatewayConfig | null;
  /** The tree of `config`: without the parts that mistakes spoil. */
  readonly root: Node;
  /** Where those parts stand. */
  readonly spoilt: readonly Range[];
  /** Whether what a rule finds in the tree is so, whatever was meant by those parts. */
  readonly stands: (rule: string) => boolean;
  readonly findings: readonly Finding[];
}

/**
 * Validates a merged gateway document: its plain value and, for places, its tree. What is left without unknown keys and
 * without the parts that hold wrong values is read on, so that all findings come at once.
 */
export function validateGateway(value: unknown, root: Node): Validated {
  const mistakes = validate(validGateway, value, root);
  const findings = Object.freeze(mistakes.map(({ finding }) => finding));
  const parts = mistakes.flatMap(({ part }) => part ?? []);
  const whole = { root, spoilt: [], stands: () => true, findings };
  if (mistakes.length === 0) return Object.freeze({ ...whole, config: value as GatewayConfig });
  if (parts.length < mistakes.length) return Object.freeze({ ...whole, config: null });
  const paths = parts.map(({ path }) => path);
  const understood = without(root, paths);
  const rest = plainValue(understood);
  const config = validGateway(rest) ? (rest as GatewayConfig) : null;
  const spoilt = paths.map(createFinder(root).range);
  const lacksNames = parts.some(({ named }) => named);
  const stands = (rule: string): boolean => !(lacksNames && isOfNames(rule));
  return Object.freeze({ config, root: understood, spoilt, stands, findings });
}

/** Validates a file of policy tests. */
export function validateTests(value: unknown, root: Node): readonly Finding[] {
  return Object.freeze(validate(validTests, value, root).map(({ finding }) => finding));
}

/** What is wrong with a lock, and where, as a JSON pointer; null when nothing is. No person wrote it: one thing is enough. */
export function validateLock(value: unknown): string | null {
  if (validLock(value)) return null;
  const { instancePath = '', message = 'it is something else' } =
    (validLock.errors?.[0] as (SchemaError & { readonly message?: string }) | undefined) ?? {};
  return `${instancePath || 'it'} ${message}`;
}

interface Validator {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

/** What is wrong, and which part of the document it spoils; null where that is more than a part. */
interface Mistake {
  readonly finding: Finding;
  readonly part: Part | null;
}

function validate(validator: Validator, value: unknown, root: Node): readonly Mistake[] {
  if (validator(value)) return [];
  const find = createFinder(root);
  const found = withoutMisspelt(causes(validator.errors ?? [])).map((error) => {
    const path = pathOf(error.instancePath, find);
    return { finding: explain({ error, path, find }), part: spoiltBy(error, path) };
  });
  if (found.length > 0) return found;
  // Never valid by mistake, should every error have been taken for an echo.
  const message = 'The file does not have the right shape.';
  return [{ finding: { rule: 'schema/shape', severity: 'error', message, range: root.range }, part: null }];
}

/** An unknown key spoils nothing but itself; on the top, a whole room would be missing. */
function spoiltBy({ keyword, params }: SchemaError, path: Path): Part | null {
  if (keyword !== 'additionalProperties') return partAround(path);
  if (path.length === 0) return null;
  return { path: [...path, String(params.additionalProperty)], named: false };
}

/** A JSON pointer as keys and indices. */
function pathOf(pointer: string, find: Finder): Path {
  const path: (string | number)[] = [];
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(find.node(path)?.kind === 'list' ? Number(key) : key);
  }
  return path;
}
