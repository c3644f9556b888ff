// Validators of arguments as one module of plain JavaScript, generated ahead of time: no compiler of schemas ships.
import { createBuilder } from '../emit/builder.ts';
import { literal } from '../emit/code.ts';
import { createPatterns } from './schema/patterns.ts';
import type { Schema } from './schema/walk.ts';

/** What generated validators call, by the name that ajv has for it, and what stands in for it. */
const helpers = new Map([
  ['ajv/dist/runtime/ucs2length', 'length'],
  ['ajv/dist/runtime/equal', 'equal'],
]);

/**
 * The text of a module that exports `checks`: by key, a function from arguments to whether they are valid, which has the
 * errors as `errors` if they are not.
 *
 * @param schemas as `checkedSchema` gives them, by key
 * @throws Error where a schema is not what `checkedSchema` gives: a fault of this package
 */
export async function validatorsModule(schemas: ReadonlyMap<string, Schema>): Promise<string> {
  // Loaded only now: a check needs no validators.
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  // CommonJS, whose types say that it is a module.
  const { default: standalone } = (await import('ajv/dist/standalone/index.js')) as unknown as Standalone;
  const ajv = new Ajv2020({
    code: { source: true, esm: true, lines: true, regExp: linear },
    messages: false,
    meta: false,
    // A property may be called as something that every object has.
    ownProperties: [...schemas.values()].some(namesInherited),
    strict: false,
    validateFormats: false,
    validateSchema: false,
    // The schema goes with an error, so that what is allowed can be said.
    verbose: true,
  });
  // Tools with the same schema share a validator.
  const shared = new Map([...schemas].map(([key, schema]) => [key, JSON.stringify(schema)]));
  const names = new Map([...new Set(shared.values())].map((text, at) => [text, `v${at}`]));
  for (const [text, name] of names) ajv.addSchema(JSON.parse(text) as Schema, name);
  const text = standalone(ajv, Object.fromEntries([...names.values()].map((name) => [name, name])));
  const checks = Object.fromEntries([...shared].map(([key, schema]) => [key, names.get(schema)!]));
  return moduleOf(text, checks, names, patternsOf([...schemas.values()]));
}

interface Standalone {
  readonly default: (ajv: object, exported: Readonly<Record<string, string>>) => string;
}

/** How generated code calls a pattern; here it is never run. */
const linear = Object.assign((pattern: string): RegExp => new RegExp(pattern, 'u'), { code: 'linear' });

const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

function namesInherited(schema: unknown): boolean {
  if (typeof schema === 'string') return inherited.has(schema);
  if (typeof schema !== 'object' || schema === null) return false;
  return Object.entries(schema).some(([key, value]) => inherited.has(key) || namesInherited(value));
}

/**
 * @param checks by key the name of a validator
 * @param names by schema the name of its validator
 */
function moduleOf(
  text: string,
  checks: Readonly<Record<string, string>>,
  names: ReadonlyMap<string, string>,
  searches: Searches,
): string {
  const body = text
    .replace('"use strict";', '')
    .replace(/^export const v\d+ = (validate\d+);$/gm, '')
    .replace(/require\("([^"]+)"\)\.default/g, (_, name: string) => {
      const helper = helpers.get(name);
      if (helper === undefined) throw new Error(`A validator calls ${name}, which no bundle holds.`);
      return helper;
    });
  const exported = new Map(
    [...text.matchAll(/^export const (v\d+) = (validate\d+);$/gm)].map((one) => [one[1], one[2]]),
  );
  const constants = new Map(
    [...text.matchAll(/^const (schema\d+) = (\{.*\});$/gm)].map((one) => [one[2]!, one[1]!]),
  );
  const members = Object.entries(checks).map(
    ([key, name]) => `${JSON.stringify(key)}: ${exported.get(name)}`,
  );
  const cel = searches.cel.join(', ');
  return [
    `import { equal, length } from "runtime/lock/values.js";`,
    ...(cel === '' ? [] : [`import { ${cel} } from "runtime/cel/index.js";`]),
    searches.text.replace('export function plan(', 'function searchesWith('),
    `const searches = searchesWith({ ${cel} });`,
    'const linear = (pattern) => ({ test: searches[pattern] });',
    body,
    // The text has each schema once, for its errors.
    ...[...names].flatMap(([schema, name]) => {
      const variable = constants.get(schema);
      return variable === undefined
        ? []
        : [`Object.assign(${exported.get(name)}, { schema: ${variable}, linear });`];
    }),
    `export const checks = { ${members.join(', ')} };`,
  ].join('\n');
}

/** A module of searches by pattern, and the functions of CEL's runtime it calls. */
interface Searches {
  readonly text: string;
  readonly cel: readonly string[];
}

function patternsOf(schemas: readonly Schema[]): Searches {
  const builder = createBuilder();
  const find = createPatterns();
  const texts = [...new Set(schemas.flatMap(patternsIn))].sort();
  const searches = texts.flatMap((text) => {
    const found = find(text);
    return found === null ? [] : [[text, found.print(builder)] as const];
  });
  const { plan, cel } = builder.finish(literal(Object.fromEntries(searches)));
  return { text: plan.text, cel };
}

/** Every pattern of a schema; where a property is called `pattern`, perhaps a text that is none. */
function patternsIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = Array.isArray(schema) ? [] : ownPatterns(schema as Schema);
  return [...own, ...Object.values(schema).flatMap(patternsIn)];
}

function ownPatterns({ pattern, patternProperties }: Schema): readonly string[] {
  const keys =
    typeof patternProperties === 'object' && patternProperties !== null ? Object.keys(patternProperties) : [];
  return [...(typeof pattern === 'string' ? [pattern] : []), ...keys];
}
