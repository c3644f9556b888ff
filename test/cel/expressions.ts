// Random expressions and random calls, small, and likely to meet each other.
import fc from 'fast-check';

const keys = ['a', 'b', 'c', 'constructor', '__proto__'];
const words = ['', 'a', 'x', 'support', 'reader', '\uffff', '😀', '😀b'];
const ints = [
  '0',
  '1',
  '2',
  '-3',
  '9007199254740991',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
];

const word = fc.constantFrom(...words).map((text) => JSON.stringify(text));
const number = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...ints) },
  fc.constantFrom('0.5', '1.0', '2.5'),
);
const variables = ['r', 'q'];

interface Kinds {
  readonly bool: string;
  readonly dyn: string;
  readonly text: string;
  readonly list: string;
}

const { bool, dyn } = fc.letrec<Kinds>((tie) => ({
  text: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    word,
    fc.constantFrom('agent.team', 'agent.name', 'tool.name', 'agent.labels.a', 'agent.labels.b'),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} + ${b})`),
  ),
  dyn: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...keys).map((key) => `args.${key}`),
    fc.constantFrom(...keys).map((key) => `agent.claims.${key}`),
    fc.constantFrom(...variables),
    number,
    fc.tuple(tie('dyn'), fc.constantFrom(...keys)).map(([of, key]) => `${of}.${key}`),
    fc.tuple(tie('dyn'), tie('dyn')).map(([of, index]) => `${of}[${index}]`),
    fc
      .tuple(tie('dyn'), fc.constantFrom('+', '-', '*', '/', '%'), tie('dyn'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('list').map((list) => `size(${list})`),
    tie('dyn').map((value) => `(-${value})`),
    fc.tuple(tie('bool'), tie('dyn'), tie('dyn')).map(([c, a, b]) => `(${c} ? ${a} : ${b})`),
  ),
  list: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('agent.roles', 'args.a', 'args.b', 'args', 'agent.labels', 'r'),
    fc.array(tie('dyn'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc.array(tie('text'), { maxLength: 10 }).map((items) => `[${items.join(', ')}]`),
    fc
      .tuple(tie('list'), fc.constantFrom(...variables), tie('bool'))
      .map(([of, x, p]) => `${of}.filter(${x}, ${p})`),
    fc
      .tuple(tie('list'), fc.constantFrom(...variables), tie('dyn'))
      .map(([of, x, e]) => `${of}.map(${x}, ${e})`),
  ),
  bool: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('args.a', 'args.b', 'agent.claims.a', '(args.a && args.b)', '(args.a || args.c)'),
    fc.constantFrom('true', 'false', 'args.c', 'tool.annotations.readOnlyHint', 'agent.labels.a == "x"'),
    fc
      .tuple(fc.constantFrom('args', 'agent.labels', 'agent.claims', 'args.a', 'r'), fc.constantFrom(...keys))
      .map(([of, key]) => `has(${of}.${key})`),
    fc
      .tuple(tie('dyn'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('dyn'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc
      .tuple(tie('text'), fc.constantFrom('==', '!=', '<', '>='), tie('text'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc
      .tuple(tie('dyn'), fc.constantFrom('==', '<', '>'), tie('text'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('dyn'), tie('list')).map(([a, list]) => `(${a} in ${list})`),
    fc.tuple(tie('text'), tie('list')).map(([a, list]) => `(${a} in ${list})`),
    fc.tuple(tie('list'), tie('list')).map(([a, b]) => `(${a} == ${b})`),
    fc.tuple(tie('dyn'), tie('text')).map(([a, b]) => `${a}.startsWith(${b})`),
    fc.tuple(tie('bool'), fc.constantFrom('&&', '||'), tie('bool')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc
      .tuple(tie('bool'), fc.constantFrom('&&', '||'), tie('bool'), tie('bool'))
      .map(([a, op, b, c]) => `(${a} ${op} ${b} ${op} ${c})`),
    tie('bool').map((value) => `!${value}`),
    fc.tuple(tie('bool'), tie('bool'), tie('bool')).map(([c, a, b]) => `(${c} ? ${a} : ${b})`),
    fc
      .tuple(
        tie('list'),
        fc.constantFrom('all', 'exists', 'exists_one'),
        fc.constantFrom(...variables),
        tie('bool'),
      )
      .map(([of, macro, x, p]) => `${of}.${macro}(${x}, ${p})`),
    fc
      .tuple(
        fc.constantFrom('', '!'),
        fc.constantFrom(...keys),
        fc.constantFrom('&&', '||'),
        fc.constantFrom('==', '!=', '<'),
      )
      .map(([not, key, op, compare]) => `(${not}has(args.${key}) ${op} args.${key} ${compare} 1)`),
    fc
      .tuple(fc.constantFrom('all', 'exists'), fc.constantFrom('==', '!=', '<'), fc.constantFrom(...ints))
      .map(([macro, compare, value]) => `args.a.${macro}(r, r ${compare} ${value})`),
    fc.constantFrom(...keys).map((key) => `(has(args.${key}) && args.${key} == 1)`),
    fc.constantFrom('a', 'b').map((key) => `(!has(agent.labels.${key}) || agent.labels.${key} == "x")`),
  ),
}));

/** A condition. Its macro variables may be unbound; such a one does not compile. */
export const condition: fc.Arbitrary<string> = bool;
export const operand: fc.Arbitrary<string> = dyn;

const scalar = fc.oneof(
  fc.constantFrom<unknown>(true, false, null, 0, 1, 2, 0.5, 2.5, 9007199254740993n, 9223372036854775807n),
  fc.constantFrom<unknown>(...words),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('json'), { maxLength: 3 }),
    object(tie('json')),
  ),
}));

/** An object as JSON.parse makes it: `__proto__` is an own key. */
function object<Value>(member: fc.Arbitrary<Value>): fc.Arbitrary<Record<string, Value>> {
  return fc
    .array(fc.tuple(fc.constantFrom(...keys), member), { maxLength: 4 })
    .map((members) => Object.fromEntries(members));
}

export const args: fc.Arbitrary<Record<string, unknown>> = object(json);

export const agent = fc.record({
  name: fc.constantFrom('bot', 'x'),
  team: fc.constantFrom('', 'support', 'a'),
  roles: fc.array(fc.constantFrom('reader', 'a', 'x'), { maxLength: 2 }),
  labels: object(fc.constantFrom('a', 'x')),
  claims: object(json),
  scopes: fc.constant([]),
  method: fc.constant('key'),
});
