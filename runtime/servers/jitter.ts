// Chance, for times: what is done at once by many is spread.

/** A number from `least` up to, not including, `most`. */
export function between(least: number, most: number, random: (count: number) => Uint8Array): number {
  const [high = 0, low = 0] = random(2);
  return least + ((most - least) * (high * 256 + low)) / 65_536;
}
