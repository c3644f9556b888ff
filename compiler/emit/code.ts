// Code as a value. User text becomes a literal by its type; nothing concatenates code.

/** A piece of JavaScript. Only the functions of this file make one. */
export interface Code {
  readonly text: string;
  /** Brand: a plain string is never code. */
  readonly [codeBrand]: true;
}

export const codeBrand: unique symbol = Symbol('code');

/**
 * JavaScript from a template: holes that are `Code` are spliced, every other value becomes a literal.
 * A map with keys of the user goes in whole (`literal` takes care of `__proto__`), never key by key.
 * @throws TypeError for a value that has no literal (a function, a symbol, an instance of a class)
 */
export function code(parts: TemplateStringsArray, ...holes: readonly unknown[]): Code {
  let text = parts[0] ?? '';
  for (let i = 0; i < holes.length; i++) text += literal(holes[i]).text + (parts[i + 1] ?? '');
  return make(text);
}

/** Codes one after another with `separator` between them; the separators are ours, never the user's. */
export function join(
  codes: readonly Code[],
  separator: ', ' | ',\n' | ' && ' | ' || ' | '; ' | '\n' = ', ',
): Code {
  return make(codes.map((one) => one.text).join(separator));
}

/**
 * A name in code.
 * @throws TypeError unless it is a plain ASCII identifier
 */
export function identifier(name: string): Code {
  if (!/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name))
    throw new TypeError(`Not an identifier: ${JSON.stringify(name)}`);
  return make(name);
}

/** Comment lines that the bundler keeps (`//!`). A line of several lines becomes several; it stays a comment, whatever it holds. */
export function comment(lines: readonly string[]): readonly Code[] {
  return lines
    .flatMap((line) => line.trimEnd().split(lineBreaks))
    .map((line) => make(`//! ${line.replace(unreadable, escapeUnit)}`.trimEnd()));
}

const lineBreaks = /\r\n|[\n\r\u2028\u2029]/;

/**
 * The literal of a plain value: null, booleans, numbers, bigints, strings, lists and maps of these, `Code` at any depth.
 * Members that are undefined are left out. Fit to stand anywhere an expression may.
 * @throws TypeError for any other value
 */
export function literal(value: unknown): Code {
  if (isCode(value)) return value;
  const text = print(value);
  return make(text.startsWith('{') || text.startsWith('-') ? `(${text})` : text);
}

export function isCode(value: unknown): value is Code {
  return typeof value === 'object' && value !== null && codeBrand in value;
}

function make(text: string): Code {
  return { text, [codeBrand]: true };
}

function print(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return printString(value);
    case 'number':
      return printNumber(value);
    case 'bigint':
      return `${value}n`;
    case 'boolean':
      return String(value);
    case 'undefined':
      return 'void 0';
    case 'object':
      return printObject(value);
    default:
      throw new TypeError(`A ${typeof value} has no literal.`);
  }
}

function printNumber(value: number): string {
  if (Number.isNaN(value)) return '(0 / 0)';
  if (!Number.isFinite(value)) return value > 0 ? '(1 / 0)' : '(-1 / 0)';
  return Object.is(value, -0) ? '-0' : String(value);
}

// Characters that are not seen, or that make a text read otherwise than it is; a tab is fine.
const unreadable =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/gu;

// Beyond JSON's own escapes: line separators, what would end a script element or open a comment in HTML, and
// the characters that make a text read otherwise than it is.
const unsafe = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|<(?=[/!])/g;

function printString(value: string): string {
  return JSON.stringify(value).replace(unsafe, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function printObject(value: object | null): string {
  if (value === null) return 'null';
  if (isCode(value)) return value.text;
  if (Array.isArray(value)) return wrap('[', value.map(print), ']');
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError('An instance of a class has no literal.');
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return wrap(
    '{',
    members.map(([key, member]) => `${printKey(key)}: ${print(member)}`),
    '}',
  );
}

/** `__proto__: x` would set the prototype; a computed key does not. */
function printKey(key: string): string {
  if (key === '__proto__') return '["__proto__"]';
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : printString(key);
}

// The bundler keeps a literal on one line, or its items on lines of their own, as it finds them.
const longLine = 90;

function wrap(open: string, items: readonly string[], close: string): string {
  if (items.length === 0) return open + close;
  const line = items.join(', ');
  if (line.length <= longLine && !line.includes('\n')) return open === '{' ? `{ ${line} }` : `[${line}]`;
  return `${open}\n${items.join(',\n')}\n${close}`;
}
