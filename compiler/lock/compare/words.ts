// Two texts, word by word: `Finds [-a customer-]{+customers+}.`
import { shown } from '../hidden.ts';

/** Of longer texts, in words, the whole is shown as taken out and put in. */
const longest = 2000;

/** The new text with what was taken out as `[-…-]` and what was put in as `{+…+}`; what is not seen is escaped. */
export function wordChanges(before: string, after: string): string {
  const [old, now] = [split(before), split(after)];
  if (old.length > longest || now.length > longest) return mark(before, after);
  const same = common(old, now);
  let out = '';
  let [i, j] = [0, 0];
  for (const [a, b] of [...same, [old.length, now.length] as const]) {
    out += mark(old.slice(i, a).join(''), now.slice(j, b).join(''));
    if (a < old.length) out += shown(old[a]!);
    [i, j] = [a + 1, b + 1];
  }
  return out;
}

function mark(out: string, put: string): string {
  return `${out === '' ? '' : `[-${shown(out)}-]`}${put === '' ? '' : `{+${shown(put)}+}`}`;
}

/** Words, and what stands between them. */
function split(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_'-]+|\s+|[^\p{L}\p{N}_'\s-]/gu) ?? [];
}

/** The longest common subsequence, as pairs of places. */
function common(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j;
      lengths[at] =
        a[i] === b[j] ? lengths[at + width + 1]! + 1 : Math.max(lengths[at + width]!, lengths[at + 1]!);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++;
    else j++;
  }
  return pairs;
}
