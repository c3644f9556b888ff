// The check of a token's claims against their declared types: what CEL was typed with must be so.
import type { Builder } from '../../emit/builder.ts';
import { type Code, code, join } from '../../emit/code.ts';
import type { ClaimSchema, ClaimsModel } from './claims.ts';

/** For each claim that may be looked at, by name, a function from its value to whether it is of its type. */
export function printClaims({ properties }: ClaimsModel, builder: Builder): Readonly<Record<string, Code>> {
  const names = Object.keys(properties).sort();
  return Object.fromEntries(names.map((name) => [name, printCheck(properties[name]!, builder)]));
}

/** Claims of one type share their check. */
function printCheck(schema: ClaimSchema, builder: Builder): Code {
  const fits = printFits(schema, code`one`, builder);
  return builder.fn(nameOf(schema), [], fits === null ? code`() => true` : code`(one) => ${fits}`);
}

function nameOf({ type, items }: ClaimSchema): string {
  return items === undefined ? `is ${type ?? 'anything'}` : `is array of ${items.type ?? 'anything'}`;
}

/** Null where anything fits. */
function printFits(
  { type, items, properties = {} }: ClaimSchema,
  value: Code,
  builder: Builder,
): Code | null {
  switch (type) {
    case undefined:
      return null;
    case 'integer':
      return code`Number.isSafeInteger(${value})`;
    case 'array':
      return items?.type === undefined
        ? code`Array.isArray(${value})`
        : code`Array.isArray(${value}) && ${value}.every(${printCheck(items, builder)})`;
    case 'object': {
      const object = code`${value} !== null && typeof ${value} === "object" && !Array.isArray(${value})`;
      const inner = Object.entries(properties).flatMap(([name, schema]) =>
        schema.type === undefined
          ? []
          : [code`(!Object.hasOwn(${value}, ${name}) || ${printCheck(schema, builder)}(${value}[${name}]))`],
      );
      return join([object, ...inner], ' && ');
    }
    default:
      return code`typeof ${value} === ${type}`;
  }
}
