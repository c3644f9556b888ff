// How a function is called, in words for a person.
import type { CelFunction } from '../functions/function.ts';

/** `text.replace(string, string)`; one way for each number of arguments. */
export function writtenAs(known: readonly CelFunction[]): string {
  const ways = new Map<number, CelFunction>();
  for (const one of known)
    if (!ways.has(one.params.length) || one.variadic === true) ways.set(one.params.length, one);
  return [...ways.values()].map((one) => `\`${signature(one)}\``).join(' or ');
}

function signature({ name, method, params, variadic }: CelFunction): string {
  const words = params.map((param) =>
    typeof param === 'string' ? (placeholders.get(param) ?? param) : 'value',
  );
  const rest = [...words.slice(method ? 1 : 0), ...(variadic === true ? ['…'] : [])].join(', ');
  return method ? `${words[0] ?? 'value'}.${name}(${rest})` : `${name}(${rest})`;
}

/** What stands for an argument whose type says too little, or is no word of CEL. */
const placeholders: ReadonlyMap<string, string> = new Map([
  ['any', 'value'],
  ['dyn', 'value'],
  ['zone', '"Europe/Berlin"'],
  ['pattern', '"^a+$"'],
]);
