// Text in text, in time that grows with their lengths and not with their product: where a caller sends both, JavaScript's
// own search takes seconds for what it was not made for.

/** Parts up to this length, and products up to that, are left to JavaScript: it cannot be slow with them. */
const shortPart = 16;
const smallProduct = 1_000_000;

function isSmall(text: string, part: string): boolean {
  return part.length <= shortPart || text.length * part.length <= smallProduct;
}

/** Does the text hold the part? */
export function contains(text: string, part: string): boolean {
  return find(text, part, 0) >= 0;
}

/** The first place of the part from `from` on, in UTF-16 units, or -1. */
export function find(text: string, part: string, from: number): number {
  if (isSmall(text, part)) return text.indexOf(part, from);
  let first = -1;
  search(text, part, from, (at) => {
    first = at;
    return false;
  });
  return first;
}

/** The last place of the part that is not behind `from`, in UTF-16 units, or -1. */
export function findLast(text: string, part: string, from: number = text.length): number {
  if (isSmall(text, part)) return text.lastIndexOf(part, from);
  let last = -1;
  search(text, part, 0, (at) => {
    if (at <= from) last = at;
    return at < from;
  });
  return last;
}

/** The text between the places of the part, which is not empty. */
export function cut(text: string, part: string): string[] {
  if (isSmall(text, part)) return text.split(part);
  const pieces: string[] = [];
  let end = 0;
  search(text, part, 0, (at) => {
    if (at < end) return true;
    pieces.push(text.slice(end, at));
    end = at + part.length;
    return true;
  });
  return [...pieces, text.slice(end)];
}

/** Tells each place of the part from `from` on, as long as `go` says so. Knuth, Morris, Pratt. */
function search(text: string, part: string, from: number, go: (at: number) => boolean): void {
  if (part.length > text.length) return;
  const back = bordersOf(part);
  let matched = 0;
  for (let i = from; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    while (matched > 0 && (matched === part.length || part.charCodeAt(matched) !== unit)) {
      matched = back[matched - 1] ?? 0;
    }
    if (part.charCodeAt(matched) === unit) matched++;
    if (matched === part.length && !go(i + 1 - matched)) return;
  }
}

/** For each beginning of the part, the length of the longest other beginning that it ends with. */
function bordersOf(part: string): Int32Array {
  const borders = new Int32Array(part.length);
  let length = 0;
  for (let i = 1; i < part.length; i++) {
    while (length > 0 && part.charCodeAt(length) !== part.charCodeAt(i)) length = borders[length - 1] ?? 0;
    if (part.charCodeAt(length) === part.charCodeAt(i)) length++;
    borders[i] = length;
  }
  return borders;
}
