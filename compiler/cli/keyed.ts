// Arguments of a tool on the command line: one JSON object, or words as key=value.
import { UsageError } from './arguments.ts';

/**
 * `{"amount": 5}`, or `amount=5 customer.name=ann`: a value is JSON where it reads as such, else text.
 * @throws UsageError
 */
export function argsOf(
  words: readonly string[],
  read: (text: string) => unknown = jsonOrText,
): Readonly<Record<string, unknown>> {
  const [first, ...rest] = words;
  if (first === undefined) return {};
  if (first.trimStart().startsWith('{') && rest.length === 0) return objectOf(first);
  const args: Record<string, unknown> = {};
  for (const word of words) set(args, word, read);
  return args;
}

/**
 * The arguments of a prompt, which are texts (2026-07-28 schema, GetPromptRequestParams).
 * @throws UsageError
 */
export function textsOf(words: readonly string[]): Readonly<Record<string, unknown>> {
  const args = argsOf(words, (text) => text);
  const wrong = Object.keys(args).find((key) => typeof args[key] !== 'string');
  if (wrong === undefined) return args;
  throw new UsageError(`The arguments of a prompt are texts: ${JSON.stringify(wrong)} is none.`);
}

/**
 * The claims of a token: one JSON object.
 * @throws UsageError
 */
export function claimsOf(text: string): Readonly<Record<string, unknown>> {
  const claims = objectOf(text, 'claims');
  if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) return claims;
  throw new UsageError(`The claims of a token are a JSON object, as {"sub":"ann"}.`);
}

function objectOf(text: string, what = 'arguments'): Readonly<Record<string, unknown>> {
  try {
    return exact(text) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `The ${what} are no JSON: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

function set(args: Record<string, unknown>, word: string, read: (text: string) => unknown): void {
  const at = word.indexOf('=');
  if (at < 1) throw new UsageError(`${JSON.stringify(word)} is no key=value, and no JSON object.`);
  const path = word.slice(0, at).split('.');
  const last = path.pop()!;
  let map = args;
  for (const key of path) {
    const inner =
      Object.hasOwn(map, key) && typeof map[key] === 'object' && map[key] !== null ? map[key] : {};
    define(map, key, inner);
    map = inner as Record<string, unknown>;
  }
  define(map, last, read(word.slice(at + 1)));
}

/** Also for keys such as `__proto__`. */
function define(map: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
}

function jsonOrText(text: string): unknown {
  try {
    return exact(text);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return text;
  }
}

/** JSON, with no number that would be another one here than for the gateway, which reads integers of 64 bits as they are. */
function exact(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const numbers = text.replace(/"(?:[^"\\]|\\.)*"/g, '""').match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g) ?? [];
  const wrong = numbers.find(
    (one) => !Number.isFinite(Number(one)) || (/^-?\d+$/.test(one) && !Number.isSafeInteger(Number(one))),
  );
  if (wrong !== undefined) throw new UsageError(`${wrong} would be rounded: give a number within 2^53.`);
  return value;
}
