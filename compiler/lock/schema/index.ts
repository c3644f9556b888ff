// An input schema as the gateway checks it: draft-07 or 2020-12 in, the part that can be checked in linear time out.
// Whatever is valid by the author's schema is valid by it; what is left out, the server checks.

import { resolvePointer } from '../../schema/pointer.ts';
import { readKeywords } from './keywords.ts';
import { anything, isSchema, type Read, type Schema, type Walk } from './walk.ts';
import { widen } from './widen.ts';

/** Deepest nesting that is read. */
const deepest = 64;
/** Most schemas that one value may be held against, each reference counted as often as it is followed. */
const most = 20_000;

export interface Checked {
  /** In 2020-12, with references only into its own `$defs`, and no words. */
  readonly schema: Schema;
  /** False where something of the author's schema is left out. */
  readonly exact: boolean;
}

/**
 * @param linear says whether a pattern is checked
 * @param leave is told what is left out, as the end of “it does not check …”
 */
export function checkedSchema(
  given: Schema,
  linear: (pattern: string) => boolean,
  leave: (what: string) => void = () => undefined,
): Checked {
  const definitions = new Map<string, { name: string; read: Read | null; cost: number }>();
  const old = /draft-0[3-7]/.test(String(given.$schema ?? ''));
  const edges: Edge[] = [];
  /** References on the way here, each with how many times the value was split among several schemas before it. */
  const open: { readonly ref: string; readonly splits: number }[] = [];
  let splits = 0;
  let depth = 0;
  let spent = 0;

  function read(schema: unknown): Read {
    if (typeof schema === 'boolean') return { schema, exact: true };
    if (!isSchema(schema) || depth > deepest || ++spent > most) return anything;
    depth += 1;
    const { $ref: ref, ...beside } = schema;
    const found = typeof ref === 'string' ? referred(ref, beside) : keywords(schema);
    depth -= 1;
    return found;
  }

  function keywords(schema: Schema): Read {
    const { read: kept, inexact } = readKeywords(old ? renewed(schema) : schema, walk);
    // Nothing is valid by it; what ajv makes of it within dependentSchemas names a variable that is not there.
    if (!inexact.has('not') && holdsAll(kept.not)) return { schema: false, exact: true };
    return widen(kept, inexact);
  }

  /** Beside a reference other keywords count too, but not in draft-07. */
  function referred(ref: string, beside: Schema): Read {
    const target = definition(ref);
    if (target === null) return old ? anything : { ...keywords(beside), exact: false };
    const own = old ? null : keywords(beside);
    if (own === null || Object.keys(own.schema as Schema).length === 0) return target;
    const { allOf = [], ...rest } = own.schema as Schema & { readonly allOf?: readonly unknown[] };
    return { schema: { ...rest, allOf: [...allOf, target.schema] }, exact: own.exact && target.exact };
  }

  function definition(ref: string): Read | null {
    const target = resolvePointer(given, ref);
    if (target === undefined) {
      leave(`what ${ref} refers to`);
      return null;
    }
    const from = open.at(-1);
    if (from !== undefined) edges.push({ from: from.ref, to: ref, split: from.splits !== splits });
    const again = open.find((one) => one.ref === ref);
    // Round in a circle through one of several schemas: here it is cut.
    if (again !== undefined && again.splits !== splits) {
      edges.pop();
      leave(`${ref} within itself, where it is one of several`);
      return anything;
    }
    const known = definitions.get(ref) ?? { name: `d${definitions.size}`, read: null, cost: 0 };
    definitions.set(ref, known);
    const link = { $ref: `#/$defs/${known.name}` };
    // Whether all of it is checked is not known yet.
    if (again !== undefined) return { schema: link, exact: false };
    if (known.read === null) {
      const before = spent;
      open.push({ ref, splits });
      known.read = read(target);
      open.pop();
      known.cost = spent - before;
    } else spent += known.cost;
    return spent > most ? anything : { schema: link, exact: known.read.exact };
  }

  const walk: Walk = {
    old,
    linear(pattern) {
      const checked = linear(pattern);
      if (!checked) leave(`the pattern ${pattern}`);
      return checked;
    },
    part: read,
    same(schema) {
      splits += 1;
      const found = read(schema);
      splits -= 1;
      return found;
    },
  };

  const root = read(given);
  if (spent > most || typeof root.schema === 'boolean' || doubles(edges)) {
    leave('any of it: it would be held against the arguments too often');
    return { schema: { type: 'object' }, exact: false };
  }
  const $defs = Object.fromEntries(
    [...definitions.values()].map(({ name, read: found }) => [name, found?.schema ?? true]),
  );
  // Arguments are an object, whether the schema says it or not.
  const schema = { ...root.schema, type: 'object', ...(definitions.size > 0 ? { $defs } : {}) };
  return { schema, exact: root.exact };
}

/** A reference from one definition to another; `split`: as one of several schemas for the value. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly split: boolean;
}

/** Is there a circle of references through one of several schemas? Each round in it could double the work. */
function doubles(edges: readonly Edge[]): boolean {
  return edges.some(({ from, to, split }) => split && reaches(edges, to, from));
}

function reaches(edges: readonly Edge[], from: string, goal: string): boolean {
  const seen = new Set([from]);
  for (const at of seen) for (const edge of edges) if (edge.from === at) seen.add(edge.to);
  return seen.has(goal);
}

/** Draft-07 with the keywords of 2020-12. */
function renewed(schema: Schema): Schema {
  const { items, additionalItems, dependencies, prefixItems: _, ...rest } = schema;
  const tuple = Array.isArray(items)
    ? { prefixItems: items, ...(additionalItems === undefined ? {} : { items: additionalItems }) }
    : items === undefined
      ? {}
      : { items };
  if (!isSchema(dependencies)) return { ...rest, ...tuple };
  const entries = Object.entries(dependencies);
  const pick = (names: boolean) =>
    Object.fromEntries(entries.filter(([, one]) => Array.isArray(one) === names));
  return { ...rest, ...tuple, dependentRequired: pick(true), dependentSchemas: pick(false) };
}

/** A schema by which everything is valid. */
function holdsAll(schema: unknown): boolean {
  return schema === true || (isSchema(schema) && Object.keys(schema).length === 0);
}
