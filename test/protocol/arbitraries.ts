// Random messages, spelled in every way that JSON allows.
import fc from 'fast-check';

/** JSON text of `value` with random whitespace and random escapes. */
export function spelled(value: unknown, pick: (max: number) => number): string {
  const space = () => ['', '', '', ' ', '\n', '\t\r '][pick(6)]!;
  if (typeof value === 'string') return spelledString(value, pick);
  if (Array.isArray(value))
    return `[${space()}${value.map((v) => spelled(v, pick)).join(`${space()},${space()}`)}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([k, v]) => `${spelledString(k, pick)}${space()}:${space()}${spelled(v, pick)}`,
  );
  return `{${space()}${members.join(`${space()},${space()}`)}${space()}}`;
}

function spelledString(text: string, pick: (max: number) => number): string {
  const units = [
    ...JSON.stringify(text)
      .slice(1, -1)
      .matchAll(/\\u[0-9a-f]{4}|\\.|./gsu),
  ].map(([unit]) => unit);
  return `"${units.map((unit) => (unit.startsWith('\\') || pick(12) > 0 ? unit : escaped(unit))).join('')}"`;
}

function escaped(unit: string): string {
  return unit
    .split('')
    .map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

const key = fc.oneof(
  fc.constantFrom(
    'name',
    'id',
    'arguments',
    '_meta',
    '__proto__',
    'Name',
    '',
    'é',
    'x\n',
    '😀',
    'constructor',
  ),
  fc.string({ maxLength: 6 }),
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '"', '\\', 'a\\"b', '\ufeffx'),
);

/** Any JSON value, a few levels deep. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(
      text,
      fc.integer(),
      fc.double({ min: -9e15, max: 9e15, noNaN: true }),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
})).value;

const object = fc.dictionary(key, anyJson, { maxKeys: 4 });
const token = fc.oneof(fc.integer(), fc.string({ unit: 'binary', maxLength: 8 }));
const meta = fc.record(
  {
    progressToken: token,
    'io.modelcontextprotocol/protocolVersion': fc.constantFrom('2026-07-28', '2025-11-25', 'x'),
    'io.modelcontextprotocol/clientCapabilities': object,
    'io.modelcontextprotocol/clientInfo': fc.constant({ name: 'peer', version: '1' }),
    traceparent: fc.constant('00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01'),
    'com.example/x': anyJson,
  },
  { requiredKeys: [] },
);

/** A call of a tool, as a value. */
export const anyCall = fc.record(
  {
    jsonrpc: fc.constant('2.0'),
    id: token,
    method: fc.constant('tools/call'),
    params: fc.record(
      { name: fc.string({ unit: 'binary', maxLength: 12 }), arguments: object, _meta: meta, extra: anyJson },
      { requiredKeys: ['name'] },
    ),
    more: anyJson,
  },
  { requiredKeys: ['jsonrpc', 'id', 'method', 'params'] },
);

/** What a backend answers, as a value. */
export const anyAnswer = fc.record({
  jsonrpc: fc.constant('2.0'),
  id: token,
  result: fc.record(
    {
      content: fc.array(fc.record({ type: fc.constant('text'), text })),
      structuredContent: anyJson,
      isError: fc.boolean(),
      resultType: fc.constantFrom('complete', 'input_required'),
      _meta: object,
    },
    { requiredKeys: [] },
  ),
});

/** Numbers below a bound, for `spelled`. */
export const picks = fc
  .infiniteStream(fc.nat())
  .map((stream) => (max: number) => (stream.next().value ?? 0) % max);
