// The slowest way to search, straight from the meaning of the tree: all ends of all beginnings.
import type { Assertion, Node } from '../../../runtime/cel/regex/re2/node.ts';

/** Whether the pattern is found in the text; `text` as code points. */
export function foundSlowly(node: Node, text: readonly string[]): boolean {
  return [...text, ''].some((_, begin) => ends(node, text, new Set([begin])).size > 0);
}

type Places = ReadonlySet<number>;

/** Where the node may end when it begins at one of the places. */
function ends(node: Node, text: readonly string[], places: Places): Places {
  switch (node.kind) {
    case 'empty':
      return places;
    case 'set':
      return new Set([...places].filter((at) => isIn(node.set, text[at])).map((at) => at + 1));
    case 'assert':
      return new Set([...places].filter((at) => isTrue(node.assertion, text, at)));
    case 'concat':
      return node.parts.reduce((at, part) => ends(part, text, at), places);
    case 'alternate':
      return new Set(node.parts.flatMap((part) => [...ends(part, text, places)]));
    case 'repeat':
      return repeated(node, text, places);
  }
}

function repeated(node: Node & { kind: 'repeat' }, text: readonly string[], places: Places): Places {
  let at = places;
  for (let i = 0; i < node.min; i++) at = ends(node.body, text, at);
  const all = new Set(at);
  // Beyond as many rounds as there are places, nothing is new.
  for (let i = node.min; i < Math.min(node.max, node.min + text.length + 1); i++) {
    at = ends(node.body, text, at);
    for (const one of at) all.add(one);
  }
  return all;
}

function isIn(set: readonly number[], char: string | undefined): boolean {
  const point = char?.codePointAt(0) ?? -1;
  return set.some((low, i) => i % 2 === 0 && low <= point && point <= set[i + 1]!);
}

function isTrue(assertion: Assertion, text: readonly string[], at: number): boolean {
  const [before, after] = [text[at - 1] ?? '', text[at] ?? ''];
  const boundary = /\w/.test(before) !== /\w/.test(after);
  return {
    begin: at === 0,
    end: at === text.length,
    lineBegin: at === 0 || before === '\n',
    lineEnd: at === text.length || after === '\n',
    word: boundary,
    notWord: !boundary,
  }[assertion];
}
