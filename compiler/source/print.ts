// Values as YAML: flow style, and quotes only where a reader or the parser needs them.

/** A text as a scalar. What is not plainly text stands in quotes, with every character that no one sees escaped. */
export function scalar(text: string): string {
  const plain = /^-{0,2}[A-Za-z_./](?:[\w./@+:-]*[\w./@+-])?$/.test(text) && !meansMore.test(text);
  if (plain) return text;
  return JSON.stringify(text).replace(/[^\x20-\x7e\u00a1-\u00ac\u00ae-\u024f]/gu, escaped);
}

// What YAML 1.2, or an older parser, takes for no text.
const meansMore = /^(true|false|null|yes|no|on|off|y|n|[-+]?\.inf|\.nan|\.+|[-.]*[0-9._-]+(e[0-9]+)?)$/i;

function escaped(character: string): string {
  const point = (character.codePointAt(0) ?? 0).toString(16);
  return point.length > 4 ? `\\U${point.padStart(8, '0')}` : `\\u${point.padStart(4, '0')}`;
}

/** `[a, b]`. */
export function list(items: readonly string[]): string {
  return `[${items.map(scalar).join(', ')}]`;
}

/** `{ a: b }`; what is undefined is left out. */
export function map(entries: Readonly<Record<string, string | undefined>>): string {
  const written = Object.entries(entries).flatMap(([key, value]) =>
    value === undefined ? [] : [`${scalar(key)}: ${value}`],
  );
  return `{ ${written.join(', ')} }`;
}

/** A text within a comment: one line, without what would turn or hide it. */
export function remark(text: string): string {
  return text.replace(/[^\x20-\x7e\u00a1-\u00ac\u00ae-\u024f]/gu, '?').slice(0, 100);
}
