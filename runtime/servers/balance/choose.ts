// Which address the next call goes to. Each policy is given the addresses that may be chosen, with their shares.

/** An address that may be chosen. */
export interface Choice {
  /** Its place in the plan. */
  readonly at: number;
  /** Its share of the calls beside the others', > 0. */
  readonly share: number;
  /** Calls that it has not answered yet. */
  readonly pending: number;
}

/** Gives the place of one of `choices`, which are in the order of their places and at least one. */
export type Choose = (choices: readonly Choice[], key: string) => number;

/** The one with the fewest open calls for its share; who was not chosen for longest among equals. */
export function leastPending(): Choose {
  let turn = 0;
  return (choices) => {
    turn += 1;
    let best = choices[turn % choices.length]!;
    for (let i = 1; i < choices.length; i++) {
      const other = choices[(turn + i) % choices.length]!;
      if ((other.pending + 1) * best.share < (best.pending + 1) * other.share) best = other;
    }
    return best.at;
  };
}

/** Each in turn, by its share: smooth, so that a heavy one does not get its calls in a row. */
export function roundRobin(): Choose {
  const credits = new Map<number, number>();
  return (choices) => {
    let total = 0;
    let best = choices[0]!;
    for (const choice of choices) {
      total += choice.share;
      credits.set(choice.at, (credits.get(choice.at) ?? 0) + choice.share);
      if (credits.get(choice.at)! > credits.get(best.at)!) best = choice;
    }
    credits.set(best.at, credits.get(best.at)! - total);
    return best.at;
  };
}

/** One key, one address: rendezvous hashing. Where an address goes, only its own keys move. */
export function byHash(): Choose {
  return (choices, key) => {
    let best = choices[0]!;
    let highest = -1;
    for (const choice of choices) {
      // A weight w takes its part of the keys: u^(1/w), u in (0, 1) by the hash.
      const score = ((hash(`${choice.at}\n${key}`) + 0.5) / 2 ** 32) ** (1 / choice.share);
      if (score > highest) [highest, best] = [score, choice];
    }
    return best.at;
  };
}

/** FNV-1a over UTF-16 units, mixed at the end so that near keys do not stay near. 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
