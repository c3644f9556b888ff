// Asks all three for the same conditions, and keeps what no known difference explains.
import fc from 'fast-check';
import { type Case, differences, type Oracle } from './differences.ts';
import { conditions, values } from './expressions.ts';
import { bufbuild, celJs, type Mutation, type Outcome, ours } from './oracles.ts';

export interface Comparison {
  readonly cases: number;
  readonly seconds: number;
  /** How often each known difference was met. */
  readonly known: ReadonlyMap<string, number>;
  /** The first that nothing explains. */
  readonly unexplained: readonly (Case & { readonly oracle: Oracle })[];
  /** How often each outcome was met. */
  readonly outcomes: ReadonlyMap<Outcome, number>;
}

const batch = 20;

/** Compares so many cases, or for a time, in batches that `seed` makes the same again. */
export function compare(options: {
  readonly seconds?: number;
  readonly cases?: number;
  readonly seed: number;
  readonly mutate?: Mutation;
  /** Enough that nothing explains. */
  readonly most?: number;
}): Comparison {
  const begun = performance.now();
  const found = { known: new Map<string, number>(), unexplained: [] as (Case & { oracle: Oracle })[] };
  const outcomes = new Map<Outcome, number>();
  let cases = 0;
  const { seconds = Number.POSITIVE_INFINITY, cases: enough = Number.POSITIVE_INFINITY } = options;
  for (let round = 0; cases < enough && performance.now() - begun < seconds * 1000; round++) {
    const seed = options.seed + round;
    const pairs = fc.sample(fc.tuple(conditions, values), { numRuns: batch, seed });
    for (const [text, value] of pairs) {
      const own = ours(text, options.mutate)(value);
      outcomes.set(own, (outcomes.get(own) ?? 0) + 1);
      judge({ text, values: value, ours: own, theirs: bufbuild(text)(value) }, 'bufbuild', found);
      judge({ text, values: value, ours: own, theirs: celJs(text)(value) }, 'cel-js', found);
    }
    cases += pairs.length;
    if (found.unexplained.length >= (options.most ?? 5)) break;
  }
  return { cases, seconds: (performance.now() - begun) / 1000, outcomes, ...found };
}

interface Found {
  readonly known: Map<string, number>;
  readonly unexplained: (Case & { oracle: Oracle })[];
}

function judge(one: Case, oracle: Oracle, { known, unexplained }: Found): void {
  if (one.ours === one.theirs) return;
  const why = differences.find((other) => other.oracle === oracle && other.covers(one));
  if (why === undefined) unexplained.push({ ...one, oracle });
  else known.set(`${oracle}: ${why.name}`, (known.get(`${oracle}: ${why.name}`) ?? 0) + 1);
}

/** What is unexplained, to be read. */
export function shown({ unexplained }: Comparison): string {
  const big = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value);
  return unexplained
    .map(
      ({ text, values: of, ours: own, theirs, oracle }) =>
        `${text}\n  with ${JSON.stringify(of, big)}\n  is ${own}, ${oracle} says ${theirs}`,
    )
    .join('\n');
}

/** Cases a second, and each class of difference with what the specification says of it. */
export function reported(result: Comparison, seed: number): string {
  const met = differences.map(({ name, oracle, because }) => {
    const count = result.known.get(`${oracle}: ${name}`) ?? 0;
    return `  ${count} × ${oracle}, ${name}: ${because}`;
  });
  const unexplained = `  ${result.unexplained.length} unexplained`;
  const rate = Math.round(result.cases / result.seconds);
  return [`${result.cases} cases, ${rate} a second, seed ${seed}; differences:`, ...met, unexplained].join(
    '\n',
  );
}
