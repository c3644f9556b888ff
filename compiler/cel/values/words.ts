// What is known of values, in words: the end of “`args.id` …”.
import type { End, Numbers } from './numbers.ts';
import type { Texts } from './texts.ts';
import { isNone, type Sized, type Values } from './values.ts';

/** So many values are listed. */
const mostListed = 6;

/** `is at least 1`; null where there is nothing to say in few words. */
export function wordsOf(values: Values): string | null {
  const { bools, nothing, numbers, texts, lists, maps, types, others } = values;
  if (isNone(values)) return 'is never there';
  const kinds = [bools.size, nothing, numbers, texts, lists, maps, types.size, others.size].filter(Boolean);
  if (kinds.length > 1 || others.size > 0) return null;
  if (bools.size === 1) return `is always ${[...bools][0]}`;
  if (bools.size > 1) return 'is true or false';
  if (nothing) return 'is null';
  if (numbers !== null) return ofNumbers(numbers);
  if (texts !== null) return ofTexts(texts);
  if (types.size > 0) return types.size > mostListed ? null : `is ${listed([...types])}`;
  return lists === null ? ofSize('an object', 'key', maps!) : ofSize('a list', 'item', lists);
}

function listed(all: readonly string[]): string {
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}

function ofNumbers({ only, low, high, step }: Numbers): string {
  if (only !== null && only.size <= mostListed)
    return `is ${listed([...only].sort((a, b) => a - b).map(String))}`;
  const multiple = step > 1 ? `a multiple of ${step}` : null;
  if (!isEnd(low) && !isEnd(high)) return `is ${multiple ?? 'a number'}`;
  return [`is ${ends(low, high)}`, ...(multiple === null ? [] : [multiple])].join(' and ');
}

const isEnd = ({ at }: End): boolean => Number.isFinite(at);

function ends(low: End, high: End): string {
  if (isEnd(low) && isEnd(high) && !low.open && !high.open) return `from ${low.at} to ${high.at}`;
  const least = low.open ? `more than ${low.at}` : `at least ${low.at}`;
  const most = high.open ? `less than ${high.at}` : `at most ${high.at}`;
  return [...(isEnd(low) ? [least] : []), ...(isEnd(high) ? [most] : [])].join(' and ');
}

function ofTexts({ only, like, ...size }: Texts): string {
  if (only !== null && only.size <= mostListed)
    return `is ${listed([...only].map((one) => JSON.stringify(one)))}`;
  if (only !== null) return 'is one of the texts that are listed there';
  const patterns = like.map(({ text }) => `\`${text}\``).join(' and ');
  return `${ofSize('text', 'character', size)}${patterns === '' ? '' : ` that matches ${patterns}`}`;
}

/** `is text of 5 characters at most`. */
function ofSize(what: string, unit: string, { least, most }: Sized): string {
  const units = (count: number): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
  if (least === most) return `is ${what} of ${units(least)}`;
  if (Number.isFinite(most) && least > 0) return `is ${what} of ${least} to ${units(most)}`;
  if (Number.isFinite(most)) return `is ${what} of ${units(most)} at most`;
  return least > 0 ? `is ${what} of ${units(least)} at least` : `is ${what}`;
}
