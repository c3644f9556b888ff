// Random conditions that work hard on what a caller sends: what grows stands in loops, in every place that takes a value.
import fc from 'fast-check';

interface Kinds {
  readonly bool: string;
  readonly int: string;
  readonly text: string;
  readonly bytes: string;
  readonly texts: string;
  readonly ints: string;
  readonly map: string;
  readonly dyn: string;
}

const shape = (text: string, ...parts: readonly fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((found) => text.replace(/\$(\d)/g, (_, i: string) => found[Number(i)] ?? ''));
const depth = { maxDepth: 4, depthIdentifier: 'work' } as const;
const pattern = fc.constantFrom('^a+b$', '[ab]{3,50}c', '(a|aa)+$', '^(a?){30}b');

/** The variables are bound around the whole, and by macros within: x is a text, n an int, m a map, v of any type. */
const kinds = fc.letrec<Kinds>((tie: fc.LetrecTypedTie<Kinds>) => {
  const [B, I, T, Y, L, N, M, D] = [
    tie('bool'),
    tie('int'),
    tie('text'),
    tie('bytes'),
    tie('texts'),
    tie('ints'),
    tie('map'),
    tie('dyn'),
  ];
  const any = fc.oneof(I, T, Y, L, N, M, D);
  return {
    bool: fc.oneof(
      depth,
      fc.constantFrom('true', 'false', 'args.n > 1'),
      fc.oneof(I, T, Y, L, N, M, D).chain((one) => any.map((other) => `dyn(${one}) == ${other}`)),
      shape('$0 == $1', T, T),
      shape('[$0, $1] != [$2, x]', T, any, T),
      shape('$0 $2 $1', T, T, fc.constantFrom('<', '>=')),
      shape('$0 < $1', Y, Y),
      shape('$0 in $1', T, fc.oneof(L, M, D)),
      shape('$0 in [$1, x]', T, T),
      shape('optional.of($0) == optional.of($1)', any, any),
      shape('args.?m[?$0].hasValue()', T),
      shape('$0.$2($1)', T, T, fc.constantFrom('startsWith', 'endsWith', 'contains', 'matches')),
      shape('$0.matches("$1")', T, pattern),
      shape('!($0)', B),
      shape('($0 $2 $1)', B, B, fc.constantFrom('&&', '||')),
      shape('$0.$2(x, $1)', L, B, fc.constantFrom('all', 'exists', 'exists_one')),
      shape('$0.$2(n, $1)', N, B, fc.constantFrom('all', 'exists')),
      shape('$0.$2(x, v, $1)', M, B, fc.constantFrom('all', 'exists')),
      shape('$0.all(v, $1)', D, B),
    ),
    int: fc.oneof(
      depth,
      fc.constantFrom('n', '1', 'args.n'),
      shape('size($0)', any),
      shape('($0 + $1)', I, I),
      shape('$0.$2($1)', T, T, fc.constantFrom('indexOf', 'lastIndexOf')),
      shape('math.greatest($0)', N),
      shape('request.time.getHours($0)', fc.constantFrom('"Europe/Berlin"', 'x')),
    ),
    text: fc.oneof(
      depth,
      fc.constantFrom('x', 'x', 'args.t', 'args.u', 'agent.name', '"aaaaaaaaaaaaaaaaaaaab"'),
      shape('($0 + $1)', T, T),
      shape('$0.$1()', T, fc.constantFrom('lowerAscii', 'trim', 'reverse')),
      shape('$0.replace($1, $2)', T, T, T),
      shape('$0.join($1)', L, T),
      shape('"$1".format([$0])', any, fc.constantFrom('%s', '%s', '%x')),
      shape('strings.quote($0)', T),
      shape('base64.encode($0)', Y),
      shape('string($0)', fc.oneof(I, Y)),
      shape('($0 ? $1 : $2)', B, T, T),
      shape('optional.of($0).orValue($1)', T, T),
    ),
    bytes: fc.oneof(
      depth,
      fc.constantFrom('bytes(args.t)', 'b"a"'),
      shape('bytes($0)', T),
      shape('($0 + $1)', Y, Y),
    ),
    texts: fc.oneof(
      depth,
      fc.constantFrom('args.many', 'args.many', 'agent.roles', '[x, args.u]'),
      shape('($0 + $1)', L, L),
      shape('$0.split($1)', T, fc.oneof(T, fc.constant('""'))),
      shape('$0.map(x, $1)', L, T),
      shape('$0.map(n, $1)', N, T),
      shape('$0.filter(x, $1)', L, B),
      shape('$0.transformList(x, v, $1)', M, T),
    ),
    ints: fc.oneof(
      depth,
      fc.constantFrom('args.nums', 'args.nums', '[1, n]'),
      shape('($0 + $1)', N, N),
      shape('$0.map(x, $1)', L, I),
      shape('$0.map(n, $1)', N, I),
    ),
    map: fc.oneof(
      depth,
      fc.constantFrom('m', 'args.m', 'args.m', 'agent.labels'),
      shape('{$0: $1}', T, any),
      shape('$0.transformMap(n, v, $1)', N, any),
      shape('$0.transformMap(x, v, $1)', M, any),
      shape('$0.transformMapEntry(n, v, $1)', N, M),
    ),
    dyn: fc.oneof(
      depth,
      fc.constantFrom('v', 'args.any', 'args.any'),
      shape('dyn($0)', any),
      shape('[$0, $1]', D, any),
    ),
  };
});

const over = fc.constantFrom(
  'args.many.$(x, §)',
  'args.nums.$(n, §)',
  'args.m.$(x, §)',
  'args.any.$(v, §)',
  'args.many.map(y, args.t).$(x, §)',
);
/** Mostly one loop whose body is evaluated for each element: where work adds up. */
const looped = fc.oneof(
  fc
    .tuple(over, kinds.bool)
    .map(([loop, body]) => `${loop.replace('$', 'filter').replace('§', () => body)}.size() >= 0`),
  fc
    .tuple(over, fc.oneof(kinds.text, kinds.bytes, kinds.texts, kinds.map, kinds.dyn))
    .map(([loop, body]) => `${loop.replace('$', 'map').replace('§', () => body)}.size() >= 0`),
);

export const conditions: fc.Arbitrary<string> = fc
  .oneof({ weight: 3, arbitrary: looped }, { weight: 1, arbitrary: kinds.bool })
  .map((text) => `cel.bind(x, args.t, cel.bind(n, 2, cel.bind(m, args.m, cel.bind(v, args.any, ${text}))))`);
