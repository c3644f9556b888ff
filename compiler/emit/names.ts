// Names in generated code. Each holds a `$`, which no name of CEL, of JavaScript or of printed locals has.
import { type Code, identifier } from './code.ts';

/** Makes names from hints: `small-refunds` → `$small_refunds`, the second time `$small_refunds$2`. Same hints, same names. */
export function createNames(): (hint: string) => Code {
  const counts = new Map<string, number>();
  return (hint) => {
    const base = `$${hint
      .replace(/[^A-Za-z0-9]+/g, '_')
      .replace(/^_|_$/g, '')
      .slice(0, 60)}`;
    const count = (counts.get(base) ?? 0) + 1;
    counts.set(base, count);
    return identifier(count === 1 ? base : `${base}$${count}`);
  };
}

/** How the plan calls a function of `runtime/cel/index`. */
export function runtimeName(name: string): Code {
  const known = runtimeNames.get(name) ?? identifier(`cel$${name}`);
  runtimeNames.set(name, known);
  return known;
}

/** As many as the runtime has functions. */
const runtimeNames = new Map<string, Code>();
