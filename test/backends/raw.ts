// Spans of valid JSON text, for the ledger. Independent of the product's scanner: it is what checks it.

/** Index after the value that starts at `at`. The text must be valid JSON. */
function skip(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const c = text[i];
    if (c === '"') {
      i = stringEnd(text, i) - 1;
      if (depth === 0) return i + 1;
    } else if (c === '{' || c === '[') depth++;
    else if (c === '}' || c === ']') {
      if (depth === 0) return i;
      if (--depth === 0) return i + 1;
    } else if (depth === 0 && (c === ',' || /\s/.test(c ?? ''))) return i;
  }
  return text.length;
}

function stringEnd(text: string, at: number): number {
  let i = at + 1;
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i + 1;
}

function space(text: string, at: number): number {
  let i = at;
  while (/\s/.test(text[i] ?? 'x')) i++;
  return i;
}

/** Raw JSON of the member at `path` of an object's text, or null. The last of duplicate keys counts. */
export function member(text: string, ...path: readonly string[]): string | null {
  const [key, ...rest] = path;
  if (key === undefined) return text;
  let found: string | null = null;
  let i = space(text, 0) + 1;
  for (i = space(text, i); text[i] === '"'; i = space(text, i)) {
    const keyEnd = stringEnd(text, i);
    const start = space(text, space(text, keyEnd) + 1);
    const end = skip(text, start);
    if (JSON.parse(text.slice(i, keyEnd)) === key) found = text.slice(start, end);
    i = space(text, end);
    if (text[i] === ',') i++;
  }
  return found === null ? null : member(found, ...rest);
}
