// From all that a validator reports to what is worth saying: causes, not their echoes.
import { wrongTypes } from './explain.ts';
import type { SchemaError } from './generated/gateway.validate.mjs';

/** Most findings that one document gets. */
const most = 1000;

/** They say no more than what is told of within them. */
const around: ReadonlySet<string> = new Set(['propertyNames', 'if']);

/** The errors without those that only follow from others. */
export function causes(errors: readonly SchemaError[]): readonly SchemaError[] {
  const kept: SchemaError[] = [];
  for (const error of errors) {
    if (error.keyword === 'anyOf') settle(kept, error);
    else if (error.keyword === 'oneOf') alternatives(kept, error);
    else if (!around.has(error.keyword)) kept.push(error);
    if (kept.length > most) break;
  }
  return withoutEchoes(kept);
}

/** The branches' errors stand right before that of `anyOf`: only those of the branch that was meant count. */
function settle(kept: SchemaError[], error: SchemaError): void {
  const branches = takeWhile(kept, ({ instancePath }) => isWithin(instancePath, error.instancePath));
  const meant = branches.filter(
    ({ instancePath, keyword }) => instancePath !== error.instancePath || keyword !== 'type',
  );
  if (meant.length > 0) kept.push(...meant);
  else kept.push(branches.length > 0 ? wrongTypes(branches) : error);
}

/** `oneOf` asks for exactly one of some keys; of a value that is no map, its type is said already. */
function alternatives(kept: SchemaError[], error: SchemaError): void {
  takeWhile(kept, ({ schemaPath }) => schemaPath.startsWith(`${error.schemaPath}/`));
  const isMap = typeof error.data === 'object' && error.data !== null && !Array.isArray(error.data);
  if (isMap) kept.push(error);
}

function isWithin(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`);
}

/** Removes and returns the last errors that hold. */
function takeWhile(kept: SchemaError[], holds: (error: SchemaError) => boolean): readonly SchemaError[] {
  let first = kept.length;
  while (first > 0 && holds(kept[first - 1] as SchemaError)) first -= 1;
  return kept.splice(first);
}

// Of several errors of one value the first of these is said; others stand for themselves.
const order = ['type', 'const', 'enum', 'minLength', 'maxLength', 'pattern', 'minimum', 'maximum'];

function withoutEchoes(errors: readonly SchemaError[]): readonly SchemaError[] {
  const best = new Map<string, SchemaError>();
  for (const error of errors) {
    const key = placeOf(error);
    const known = best.get(key);
    if (known === undefined || rank(error) < rank(known)) best.set(key, error);
  }
  return errors.filter((error) => rank(error) < 0 || best.get(placeOf(error)) === error);
}

function placeOf(error: SchemaError): string {
  return `${error.instancePath}\n${error.propertyName ?? ''}\n${rank(error) < 0}`;
}

function rank({ keyword }: SchemaError): number {
  return order.indexOf(keyword);
}
