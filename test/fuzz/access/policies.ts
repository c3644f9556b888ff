// Random policies whose rules ask for arguments and scopes, who calls, and calls whose values meet those that the rules name.
import fc from 'fast-check';
import { args as anyArgs } from '../../cel/expressions.ts';

export interface Rule {
  readonly effect: 'allow' | 'deny';
  readonly tools: string;
  readonly role: string | null;
  /** Of which its token must have one. */
  readonly scope: readonly string[] | null;
  readonly when: string | null;
}

/** Values that meet each other: numbers of every form, text that looks like them, keys of Object.prototype. */
const constants = [
  '"a"',
  '"b"',
  '"1"',
  '""',
  '"__proto__"',
  '0',
  '1',
  '-1',
  '9007199254740991',
  '9007199254740993',
];
const more = [
  '1.0',
  '0.5',
  '1u',
  '-0.0',
  'true',
  'false',
  'null',
  '"\u00e9"',
  '"e\u0301"',
  '9007199254740992',
  '[1]',
  '{}',
];
const paths = ['args.a', 'args.b', 'args.c', 'args.a.b', 'args.constructor', 'args["__proto__"]'];
const constant = fc.constantFrom(...constants, ...more);
/** One of them often: where most rules ask for the same argument, it is what they are looked up by. */
const path = fc.oneof({ weight: 4, arbitrary: fc.constant('args.a') }, fc.constantFrom(...paths));

/** Conditions with `§` where each rule has a constant of its own: rules of one shape, and their neighbours. */
const demand = fc.oneof(
  { weight: 4, arbitrary: path.map((of) => `${of} == §`) },
  path.map((of) => `§ == ${of}`),
  fc.tuple(path, fc.nat(4)).map(([of, count]) => `${of} in [${Array(count).fill('§').join(', ')}]`),
  path.map((of) => `(${of} == § || § == ${of})`),
  fc.tuple(path, path).map(([p, q]) => `(${p} == § || ${q} == §)`),
  fc.constantFrom('a', 'b', 'constructor', 'a.b').map((key) => `has(args.${key}) && args.${key} == §`),
  path.map((of) => `dyn(${of}) == §`),
  path.map((of) => `cel.bind(x, ${of}, x == §)`),
  path.map((of) => `[${of}, 7].exists(x, x == §)`),
  fc.constantFrom('a', 'b').map((key) => `args.?${key} == optional.of(§)`),
  fc.constantFrom('a', 'b').map((key) => `args.?${key}.orValue(§) == §`),
  path.map((of) => `!(${of} != §)`),
);
const others = [
  'agent.labels.a == "x"',
  'agent.labels.b != "x"',
  'agent.team == "support"',
  '"x" in agent.roles',
  'tool.annotations.readOnlyHint',
  'tool.name == "crm__search"',
  'args.c',
  'args.c > 1',
  'args.a != args.b',
  'agent.labels.a == args.a',
  'agent.labels.b in [args.a, args.b]',
  'args.?a.hasValue()',
  'args.all(k, v, k != "a" || v == 1)',
  'agent.roles.exists(i, r, r == args.a)',
  'args.a.startsWith("a")',
  'false',
  'true',
  ...['a', 'b', 'c'].map((name) => `"s.${name}" in agent.scopes`),
  '!("s.b" in agent.scopes)',
  '["s.d", "s.c"].all(s, s in agent.scopes)',
  'agent.scopes.exists(s, s == "s.d" || s == args.a)',
  'args.a == "a" || "s.c" in agent.scopes',
];
const other = fc.constantFrom(...others);
/** What is known before a call, but for scopes. */
const known = fc.constantFrom(...others.filter((text) => !/args|!\("s/.test(text)));
const part = fc.oneof({ weight: 3, arbitrary: demand }, other);
const condition = fc.oneof(
  { weight: 5, arbitrary: fc.array(part, { minLength: 1, maxLength: 3 }).map((all) => all.join(' && ')) },
  fc.tuple(part, part, part).map(([a, b, c]) => `(${a} && ${b}) && ${c}`),
  fc.tuple(part, part).map(([a, b]) => `${a} || ${b}`),
  fc.tuple(part, part, part).map(([a, b, c]) => `(${a} || ${b}) && ${c}`),
  fc.tuple(part, part, part).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
);

/** All scopes that rules speak of, in the order of the alphabet. */
export const SCOPES = ['s.a', 's.b', 's.c', 's.d'] as const;

const seeds = fc.record({
  effect: fc.constantFrom<'allow' | 'deny'>('allow', 'deny'),
  tools: fc.constantFrom('crm__*', '"*"', 'crm__search', 'crm__other'),
  role: fc.constantFrom(null, null, 'reader', 'x'),
  scope: fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    fc.subarray([...SCOPES], { minLength: 1, maxLength: 2 }),
  ),
  shape: fc.option(fc.nat(), { freq: 12 }),
  constants: fc.array(constant, { minLength: 4, maxLength: 4 }),
});

/** Conditions that no argument decides. */
const quiet = fc.oneof(
  fc.array(known, { minLength: 1, maxLength: 2 }).map((all) => all.join(' && ')),
  fc.tuple(known, known).map(([a, b]) => `${a} || ${b}`),
);

/** Of few rules most allow something to who has a scope. */
const scopedSeeds = fc
  .tuple(seeds, fc.nat(5), fc.subarray([...SCOPES], { minLength: 1, maxLength: 2 }))
  .map(([seed, kind, scope]) => ({
    ...seed,
    effect: kind === 0 ? ('deny' as const) : ('allow' as const),
    tools: kind < 2 ? seed.tools : 'crm__*',
    role: null,
    scope: kind < 3 ? seed.scope : scope,
    shape: kind < 4 ? seed.shape : null,
  }));

const policyOf = (shape: fc.Arbitrary<string>, most: number, of = seeds): fc.Arbitrary<readonly Rule[]> =>
  fc
    .tuple(
      fc.array(shape, { minLength: 1, maxLength: 5 }),
      fc.array(of, { minLength: 1, maxLength: most, size: 'max' }),
    )
    .map(([shapes, all]) =>
      all.map(({ shape, constants: own, ...rule }) => {
        if (shape === null) return { ...rule, when: null };
        let next = 0;
        const when = shapes[shape % shapes.length]!.replaceAll('§', () => own[next++ % own.length]!);
        return { ...rule, when };
      }),
    );

export const rules = policyOf(condition, 40);
/** Few, that say before a call who sees the tool. */
export const quietRules = policyOf(quiet, 4);
/** Few, that ask for scopes. */
export const scopedRules = policyOf(condition, 6, scopedSeeds);

export const agents = fc
  .record({
    method: fc.constantFrom('key' as const, 'token' as const, 'token' as const),
    team: fc.constantFrom('', 'support'),
    roles: fc.subarray(['reader', 'x']),
    labels: fc.constantFrom<Readonly<Record<string, string>>>({}, { a: 'x' }, { a: 'a', b: 'x' }, { b: 'a' }),
    scopes: fc.subarray([...SCOPES], { maxLength: 2 }),
  })
  .map((who) => (who.method === 'key' ? { ...who, scopes: [] } : who));

/** What a call carries beside what the generator of expressions makes: values that the constants name. */
const value = fc.constantFrom<unknown>(
  'a',
  'b',
  '1',
  '',
  '__proto__',
  0,
  -0,
  1,
  -1,
  1n,
  2n ** 53n + 1n,
  0.5,
  2 ** 53,
  2n ** 53n,
  'é',
  'e\u0301',
  true,
  null,
);
const near = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__'), value), { maxLength: 5 })
  .map((members): unknown => Object.fromEntries(members));
const nested = fc.tuple(near, near).map(([outer, inner]): unknown => ({ ...(outer as object), a: inner }));
export const args = fc.oneof(
  near,
  near,
  nested,
  anyArgs,
  fc.constantFrom<unknown>({ a: [1] }, { a: ['a'], b: {} }, { a: {} }, { a: [] }, { a: { b: null } }),
);
