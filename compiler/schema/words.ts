// Values and places of a document in words.
import type { Node } from '../source/node.ts';

export type Path = readonly (string | number)[];

/** `servers.crm.url`, `access[2].name`; keys that are no plain words stand in quotes. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const key = /^[\w-]+$/.test(step) ? step : JSON.stringify(step);
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** The place as a subject: `` `servers.crm` ``, or the file. */
export function subject(path: Path): string {
  return path.length === 0 ? 'The file' : `\`${pathText(path)}\``;
}

const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: '`true` or `false`',
  integer: 'a whole number',
  null: 'nothing',
  number: 'a number',
  object: 'a map',
  string: 'text',
};

/** Names of JSON Schema types, as `text or a list`. */
export function typesText(types: readonly string[]): string {
  return either(types.map((type) => kinds[type] ?? type));
}

/** What stands there, as `a list`. */
export function kindText(node: Node | undefined): string {
  if (node === undefined) return 'nothing';
  if (node.kind !== 'scalar') return node.kind === 'map' ? 'a map' : 'a list';
  if (node.value === null) return 'empty';
  if (typeof node.value === 'string') return 'text';
  return typeof node.value === 'number' ? 'a number' : `\`${node.value}\``;
}

/** `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** Words as code, as `` `a` or `b` ``. */
export function eitherCode(words: readonly string[]): string {
  return either(words.map((word) => `\`${word}\``));
}

const longest = 60;

/** A text as it is quoted in a message, cut if it is long. */
export function quoted(text: string): string {
  return `“${text.length > longest ? `${text.slice(0, longest)}…` : text}”`;
}
