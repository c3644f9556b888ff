// For each difference from `cel-js` an expression, and values that bring it to light.

export interface Example {
  readonly difference: string;
  readonly text: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

export const examples: readonly Example[] = [
  { difference: 'division', text: 'args.n / 2 == 3', args: { n: 7 } },
  { difference: 'division', text: '7 / 2 == 3' },
  { difference: 'division', text: '7.5 / 2.0 == 3.75' },
  { difference: 'remainder', text: '-4 % 2 == 0' },
  { difference: 'remainder', text: 'args.n % 2 == 0', args: { n: -4 } },
  { difference: 'mixed-numbers', text: 'args.a + args.b == 2.5', args: { a: 1, b: 1.5 } },
  { difference: 'mixed-numbers', text: 'args.a - 1 == 0.5', args: { a: 1.5 } },
  { difference: 'mixed-numbers', text: 'args.a * 2 == 3.0', args: { a: 1.5 } },
  { difference: 'large-integer', text: '9007199254740993 == 9007199254740992' },
  { difference: 'escape', text: 'args.s == "a\\nb"', args: { s: 'a\nb' } },
  { difference: 'escape', text: "args.s == 'it\\'s'", args: { s: "it's" } },
  { difference: 'size', text: 'size(args.s) == 1', args: { s: '😀' } },
  { difference: 'size', text: 'size("😀") == 1' },
  { difference: 'string-order', text: 'args.s < "😀"', args: { s: '～' } },
  { difference: 'string-order', text: 'args.a > args.b', args: { a: '😀', b: '～' } },
  { difference: 'inherited-key', text: 'has(args.toString)' },
  { difference: 'inherited-key', text: 'has(agent.labels.constructor)' },
  { difference: 'shapeless-index', text: 'args.rows.length == 2', args: { rows: [1, 2] } },
  { difference: 'shapeless-index', text: 'args.rows["0"] == 1', args: { rows: [1] } },
  { difference: 'shapeless-index', text: 'args.map[0] == 1', args: { map: { 0: 1 } } },
  { difference: 'nested-in', text: '[1] in [[1]]' },
  { difference: 'nested-in', text: 'args.x in args.y', args: { x: { a: 1 }, y: [{ a: 1 }] } },
  { difference: 'empty-field', text: 'has(agent.scopes)' },
  { difference: 'has-of-missing', text: 'has(args.a.b)' },
  { difference: 'has-of-missing', text: 'has(args.a.b)', args: { a: 5 } },
  { difference: 'truthy', text: 'args.flag ? true : false', args: { flag: 'no' } },
  { difference: 'truthy', text: 'args.flag ? false : true', args: { flag: 0 } },
  { difference: 'truthy', text: '!args.flag', args: { flag: null } },
  { difference: 'truthy', text: 'args.rows.all(row, row.ok)', args: { rows: [{ ok: 1 }] } },
  { difference: 'truthy', text: 'args.rows.filter(row, row) == [1]', args: { rows: [1] } },
  { difference: 'absorbed-in-loop', text: 'args.rows.all(row, row.n < 1)', args: { rows: [{}, { n: 2 }] } },
  {
    difference: 'absorbed-in-loop',
    text: 'args.rows.exists(row, row.n > 1)',
    args: { rows: [{}, { n: 2 }] },
  },
  { difference: 'absorbed-error', text: '!has(args.x) || args.x < 5' },
  { difference: 'absorbed-error', text: 'args.x == 1 || args.y == 1', args: { y: 1 } },
  { difference: 'absorbed-error', text: 'args.x || true', args: { x: 1 } },
  { difference: 'absorbed-error', text: 'args.x == 1 && agent.name == "nobody"' },
  { difference: 'absorbed-error', text: 'tool.name != "" && has(args.x) && args.x < 5' },
];

/** Both mean the same by these. */
export const alike: readonly Example[] = [
  { difference: '', text: 'agent.team == "support" && tool.name == "pay__refund"' },
  { difference: '', text: 'has(args.x) && args.x < 5' },
  { difference: '', text: 'has(agent.labels.tier) && agent.labels.tier != "x" && agent.labels.tier != "y"' },
  { difference: '', text: 'has(args.x) ? args.x == 1 : true', args: { x: 2 } },
  { difference: '', text: 'agent.name == "bot" && args.limit <= 100', args: { limit: 7 } },
  { difference: '', text: 'args.path < "b"', args: { path: 'a😀' } },
  { difference: '', text: '"reader" in agent.roles || agent.team == "x"' },
  { difference: '', text: 'args.x in ["a", "b"]', args: { x: 'a' } },
  { difference: '', text: 'size(agent.roles) % 2 == 0' },
  { difference: '', text: 'args.tags.all(tag, tag == "a")', args: { tags: ['a'] } },
  { difference: '', text: '1 == 1.0' },
];
