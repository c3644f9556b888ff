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
  const whole = { config: value as GatewayConfig, root, spoilt: [], stands: () => true, findings };
  return Object.freeze(mistakes.length === 0 ? whole : { ...whole, ...understood(mistakes, root) });
}

type Understood = Pick<Validated, 'config' | 'root' | 'spoilt' | 'stands'>;

/** The rounds in which parts are left out: what a misspelt key stood for may be what the next part cannot do without. */
const rounds = 3;

/** What is left without the parts that mistakes spoil. */
function understood(mistakes: readonly Mistake[], whole: Node): Understood {
  const left: Part[] = [];
  const spoilt: Range[] = [];
  const stands = (rule: string): boolean => !(left.some(({ named }) => named) && isOfNames(rule));
  let root = whole;
  let wrong = mistakes;
  for (let round = 0; round < rounds; round += 1) {
    const parts = wrong.flatMap(({ part }) => part ?? []);
    if (parts.length < wrong.length) break;
    const paths = parts.map(({ path }) => path);
    left.push(...parts);
    spoilt.push(...paths.map(createFinder(root).range));
    root = without(root, paths);
    const value = plainValue(root);
    wrong = validate(validGateway, value, root);
    if (wrong.length === 0) return { config: value as GatewayConfig, root, spoilt, stands };
  }
  return { config: null, root: whole, spoilt: [], stands };
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
