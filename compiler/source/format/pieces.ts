// A text as the pieces it is written of, in order, each with the column at which it would stand if it began a line.
import { type CST, Parser } from 'yaml';
import { blockScalar } from './block.ts';

/** One piece: a token of YAML as written, or whole lines of a block scalar. */
export interface Piece {
  readonly kind: 'word' | 'space' | 'newline' | 'comment' | 'open' | 'close' | 'comma' | 'colon' | 'lines';
  readonly text: string;
  readonly column: number;
}

/** Columns that a level is indented by. */
export const step = 2;

/** The pieces of a text whose YAML has no mistake: its document, and the comments before it. */
export function piecesOf(text: string): readonly Piece[] {
  return [...new Parser().parse(text)].flatMap((token) => {
    if (token.type !== 'document') return tokens([token], 0);
    const { start, value, end = [] } = token;
    return [...tokens(start, 0), ...(value === undefined ? [] : node(value, 0, 0, [])), ...tokens(end, 0)];
  });
}

/** A map or list around a place: where its entries were written, and where they go. */
interface Level {
  readonly indent: number;
  readonly column: number;
}

/**
 * @param column where the node's own lines begin
 * @param outer where the line of what holds it begins: what is broken over lines is indented from there
 * @param around the maps and lists that hold it, from the outermost
 */
function node(token: CST.Token, column: number, outer: number, around: readonly Level[]): readonly Piece[] {
  switch (token.type) {
    case 'block-map':
    case 'block-seq': {
      const levels = [...around, { indent: token.indent, column }];
      return token.items.flatMap((item) => [
        ...(isEnd(item) ? trailing(item.start, levels) : tokens(item.start, column)),
        ...(item.key ? node(item.key, column, column, levels) : []),
        ...tokens(item.sep ?? [], column + step),
        ...(item.value ? node(item.value, column + step, column, levels) : []),
      ]);
    }
    case 'flow-collection':
      return flow(token, outer);
    case 'block-scalar':
      return [...tokens(token.props, column), ...blockScalar(token, outer)];
    case 'alias':
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
      return [word(scalar(token.source, outer + step), column), ...tokens(token.end ?? [], column)];
    default:
      throw new Error(`a ${token.type} is not formatted`);
  }
}

/** No entry: what stands between the last one and what comes after. */
function isEnd({ key, sep, value }: CST.CollectionItem): boolean {
  return !key && !sep && !value;
}

/** Comments after the last entry belong to what they are written in line with: the next key's heading is no part of this list. */
function trailing(all: readonly CST.SourceToken[], levels: readonly Level[]): readonly Piece[] {
  return all.flatMap((token) => {
    const level = levels.findLast(({ indent }) => indent <= token.indent) ?? levels[0];
    return tokens([token], level?.column ?? 0);
  });
}

function flow({ start, items, end }: CST.FlowCollection, outer: number): readonly Piece[] {
  const inside = outer + step;
  const [first, ...rest] = end;
  return [
    { kind: 'open', text: start.source, column: inside },
    ...items.flatMap((item) => [
      ...tokens(item.start, inside),
      ...(item.key ? node(item.key, inside, inside, []) : []),
      ...tokens(item.sep ?? [], inside),
      ...(item.value ? node(item.value, inside, inside, []) : []),
    ]),
    ...(first === undefined ? [] : closing(first, outer, inside)),
    ...tokens(rest, outer),
  ];
}

function closing(token: CST.SourceToken, outer: number, inside: number): readonly Piece[] {
  if (token.type !== 'flow-map-end' && token.type !== 'flow-seq-end') return tokens([token], inside);
  return [{ kind: 'close', text: token.source, column: outer }];
}

/** A scalar over several lines: how far its further lines are indented means nothing. */
function scalar(source: string, column: number): string {
  const [first = '', ...rest] = source.split('\n');
  if (rest.length === 0) return source;
  const lines = rest.map((line) => (line.trim() === '' ? '' : `${' '.repeat(column)}${line.trim()}`));
  return [first.trimEnd(), ...lines].join('\n');
}

const word = (text: string, column: number): Piece => ({ kind: 'word', text, column });

const kinds: Readonly<Record<string, Piece['kind']>> = {
  space: 'space',
  newline: 'newline',
  comment: 'comment',
  comma: 'comma',
  'map-value-ind': 'colon',
  'flow-map-end': 'close',
  'flow-seq-end': 'close',
};

function tokens(all: readonly CST.Token[], column: number): readonly Piece[] {
  return all.map((token) => ({
    kind: kinds[token.type] ?? 'word',
    text: 'source' in token ? token.source : '',
    column,
  }));
}
