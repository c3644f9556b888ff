// Random conditions of what the specification's reference in test/cel/reference.ts does not know: `cel.bind`, optional
// values, macros of two variables; around and inside of those that it knows.
import fc from 'fast-check';
import { condition, operand } from './expressions.ts';

const shape = (text: string, ...parts: readonly fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((found) => text.replace(/\$(\d)/g, (_, i: string) => found[Number(i)] ?? ''));

const key = fc.constantFrom('a', 'b', 'c', 'constructor');
const range = fc.constantFrom(
  'agent.roles',
  'agent.labels',
  'agent.claims',
  'args',
  'args.a',
  'args.b',
  '[1, 2]',
  'agent.claims.a',
);
const whose = fc.constantFrom('args', 'agent.claims', 'args.a', 'agent.labels', 'q');

const { wide } = fc.letrec<{ wide: string; optional: string }>((tie) => ({
  optional: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    shape('$0.?$1', whose, key),
    shape('$0[?$1]', whose, operand),
    shape('optional.of($0)', fc.oneof(operand, tie('wide'))),
    shape('optional.ofNonZeroValue($0)', operand),
    shape('$0.?$1.optMap(q, $2)', whose, key, fc.oneof(operand, tie('wide'))),
    shape('$0.?$1.optFlatMap(q, $2)', whose, key, tie('optional')),
    shape('$0.or($1)', tie('optional'), tie('optional')),
    fc.constant('optional.none()'),
  ),
  wide: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    condition,
    shape('$0.$1(r, q, $2)', range, fc.constantFrom('all', 'exists', 'existsOne'), tie('wide')),
    shape(
      '$0.transformList(r, q, $1).$2(q, q == true)',
      range,
      tie('wide'),
      fc.constantFrom('all', 'exists'),
    ),
    shape('$0.transformMap(r, q, $1, $2) == {}', range, tie('wide'), operand),
    shape(
      'cel.bind(q, $0, $1)',
      fc.oneof(operand, tie('wide'), fc.constantFrom('agent', 'args', 'agent.roles')),
      tie('wide'),
    ),
    shape('$0.orValue($1)', tie('optional'), tie('wide')),
    shape('$0.hasValue()', tie('optional')),
    shape('$0.value()', tie('optional')),
    shape('$0 == $1', tie('optional'), tie('optional')),
    shape('[?$0, $1].exists(q, $2)', tie('optional'), operand, tie('wide')),
    shape('($0 $1 $2)', tie('wide'), fc.constantFrom('&&', '||'), tie('wide')),
    shape('($0 ? $1 : $2)', tie('wide'), tie('wide'), tie('wide')),
    shape('!($0)', tie('wide')),
    shape('$0.$1(q, $2)', range, fc.constantFrom('all', 'exists', 'exists_one'), tie('wide')),
    shape('(type($0) == $1 && $2)', operand, fc.constantFrom('int', 'string', 'list', 'map'), tie('wide')),
  ),
}));

/** What does not compile, as where a macro's variable stands alone, is left to whoever asks. */
export const wideCondition: fc.Arbitrary<string> = wide;
