// The check of a token's claims against their declared types: what CEL was typed with must be so.
import type { Builder } from '../../emit/builder.ts';
import { type Code, code, join } from '../../emit/code.ts';
import type { ClaimSchema, ClaimsModel } from './claims.ts';

/** A function from claims to the name of one that is not of its type, or null. What is missing fits. */
export function printMisfit(properties: ClaimsModel['properties'], builder: Builder): Code {
  const tests = Object.entries(properties).flatMap(([name, schema]): readonly Code[] => {
    const fits = printFits(schema, code`claims[${name}]`);
    return fits === null ? [] : [code`claims[${name}] === undefined || (${fits}) ? null : ${name}`];
  });
  const all = join(
    tests.map((test) => code`(${test})`),
    ' || ',
  );
  return builder.fn('misfit', [], code`(claims) => ${all}`);
}

/** Null where anything fits. */
function printFits({ type, items, properties = {} }: ClaimSchema, value: Code): Code | null {
  switch (type) {
    case 'integer':
      return code`Number.isSafeInteger(${value})`;
    case 'array': {
      const each = items === undefined ? null : printFits(items, code`one`);
      const list = code`Array.isArray(${value})`;
      return each === null ? list : code`${list} && ${value}.every((one) => ${each})`;
    }
    case 'object': {
      const object = code`${value} !== null && typeof ${value} === "object" && !Array.isArray(${value})`;
      const inner = Object.entries(properties).flatMap(([name, schema]) => {
        const fits = printFits(schema, code`${value}[${name}]`);
        return fits === null ? [] : [code`(${value}[${name}] === undefined || (${fits}))`];
      });
      return join([object, ...inner], ' && ');
    }
    case undefined:
      return null;
    default:
      return code`typeof ${value} === ${type}`;
  }
}
