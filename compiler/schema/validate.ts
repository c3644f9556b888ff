// Documents against their schemas: what does not fit, at the very place, in words for people.
import type { Finding, Range } from '../diagnostics/finding.ts';
import { createFinder, type Finder } from '../source/find.ts';
import type { Node } from '../source/node.ts';
import { plainValue } from '../source/plain.ts';
import { withoutKeys } from '../source/without.ts';
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
  /** What was understood; null when more is wrong than keys that nobody knows, below the top. */
  readonly config: GatewayConfig | null;
  /** The tree of `config`: without those keys. */
  readonly root: Node;
  readonly findings: readonly Finding[];
}

/**
 * Validates a merged gateway document: its plain value and, for places, its tree. Unknown keys are errors, and say
 * nothing of the rest: what is left without them is read on, so that all findings come at once.
 */
export function validateGateway(value: unknown, root: Node): Validated {
  const findings = validate(validGateway, value, root);
  if (findings.length === 0) return Object.freeze({ config: value as GatewayConfig, root, findings });
  const unknown = findings.filter(({ rule, range }) => rule === 'schema/unknown-key' && !isTop(root, range));
  if (unknown.length < findings.length) return Object.freeze({ config: null, root, findings });
  const understood = withoutKeys(
    root,
    unknown.map(({ range }) => range ?? root.range),
  );
  const rest = plainValue(understood);
  const config = validGateway(rest) ? (rest as GatewayConfig) : null;
  return Object.freeze({ config, root: understood, findings });
}

/** A key of the whole file: with it, a whole room would be missing. */
function isTop(root: Node, range: Range | null): boolean {
  return (
    root.kind === 'map' &&
    root.entries.some(({ key }) => key.range.start === range?.start && key.range.file === range.file)
  );
}

/** Validates a file of policy tests. */
export function validateTests(value: unknown, root: Node): readonly Finding[] {
  return validate(validTests, value, root);
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

function validate(validator: Validator, value: unknown, root: Node): readonly Finding[] {
  if (validator(value)) return Object.freeze([]);
  const find = createFinder(root);
  const found = withoutMisspelt(causes(validator.errors ?? [])).map((error) =>
    explain({ error, path: pathOf(error.instancePath, find), find }),
  );
  if (found.length > 0) return Object.freeze(found);
  // Never valid by mistake, should every error have been taken for an echo.
  const message = 'The file does not have the right shape.';
  return Object.freeze([{ rule: 'schema/shape', severity: 'error', message, range: root.range }]);
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
