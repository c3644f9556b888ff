// What was made lately is not made again: who watches, tests or asks why bundles one gateway many times over, and the same
// input gives the same bytes.

/**
 * @param most how many results are kept; the one that was asked for longest ago goes first
 * @param make what takes long; what it throws is not kept
 * @returns `make`, which remembers by the key that is given with what to make
 */
export function recent<Given, Made>(
  most: number,
  make: (given: Given) => Promise<Made>,
): (key: string, given: Given) => Promise<Made> {
  const kept = new Map<string, Promise<Made>>();
  return (key, given) => {
    const made = kept.get(key) ?? make(given);
    kept.delete(key);
    kept.set(key, made);
    made.catch(() => kept.delete(key));
    if (kept.size > most) kept.delete(kept.keys().next().value!);
    return made;
  };
}
