// `catalog.name`: text with `{server}` and `{tool}` in it.
import type { Piece } from './model.ts';

/** The pieces of a template. Braces that are neither become a piece of their own. */
export function parseTemplate(template: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of template.matchAll(/\{([^{}]*)\}/g)) {
    const end = found.index + found[0].length;
    if (found.index > from) pieces.push({ kind: 'text', text: template.slice(from, found.index) });
    pieces.push(placeholder(found[1] ?? '', found.index, end));
    from = end;
  }
  if (from < template.length) pieces.push({ kind: 'text', text: template.slice(from) });
  return Object.freeze(pieces);
}

function placeholder(text: string, start: number, end: number): Piece {
  return text === 'server' || text === 'tool' ? { kind: text } : { kind: 'unknown', text, start, end };
}

/** The catalog's name of a tool; `tool` may be a pattern. */
export function fill(pieces: readonly Piece[], server: string, tool: string): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'server') return server;
      return piece.kind === 'tool' ? tool : piece.text;
    })
    .join('');
}
