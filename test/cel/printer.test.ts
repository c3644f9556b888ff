// The JavaScript of typical rules, as a person reads it in the bundle.
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { printCould, printFunction } from '../../compiler/cel/index.ts';
import { createBuilder } from '../../compiler/emit/builder.ts';
import { code, comment, join } from '../../compiler/emit/code.ts';
import { expectGolden } from '../golden.ts';
import { compile, evaluate, functionOf, printed } from './evaluate.ts';

const rules = [
  'agent.team == "payments" && tool.name.startsWith("db.") && !tool.annotations.destructiveHint',
  'args.amount <= 100',
  'args.amount <= 100 && agent.team == "support"',
  'has(args.limit) && args.limit > 1000',
  '!has(args.dry_run) || args.dry_run',
  'has(agent.labels.tier) && agent.labels.tier == "external"',
  '"admin" in agent.roles || agent.name in ["ci", "release"]',
  'tool.server in ["a", "b", "c", "d"] && tool.labels.cost == "high"',
  'agent.name in ["a", "b", "c", "d", "e", "f", "g", "h", "i"]',
  'tool.annotations.destructiveHint && request.time.getHours("Europe/Berlin") >= 18',
  'request.time.getDayOfWeek() in [0, 6] || request.time.getHours("+02:00") < 8',
  'request.time >= timestamp("2026-12-24T00:00:00Z") && request.time < timestamp("2026-12-27T00:00:00Z")',
  'size(args.rows) <= 50 && args.rows.all(row, row.owner == agent.name)',
  'agent.roles.exists(r, r.startsWith("ward-") && r == args.ward)',
  'args.mode == "read" || args.mode == "list"',
  'has(args.to) ? args.to.endsWith("@acme.com") : agent.team != ""',
  'size(args.query) + size(agent.name) < 4096',
  'agent.claims.level * 10 >= args.price',
];

it('prints each part of nested loops once for each form, however deep they are', () => {
  const loops = (depth: number): string =>
    depth === 0 ? 'args.x == "a"' : `agent.roles.all(x, ${loops(depth - 1)})`;
  const builder = createBuilder();
  let asked = 0;
  const counting: typeof builder = {
    ...builder,
    fn: (...of) => {
      asked += 1;
      return builder.fn(...of);
    },
  };
  printFunction(compile(loops(12)), counting);
  expect(asked).toBe(2);
});

describe('typical rules', () => {
  it('read well', () => {
    const golden = fileURLToPath(new URL('golden/rules.js', import.meta.url));
    const texts = rules.map((rule) =>
      printed(rule, (compiled) => (builder) => {
        const made = {
          when: printFunction(compiled, builder),
          allow: printCould(compiled, builder, 'allow'),
          deny: printCould(compiled, builder, 'deny'),
        };
        const lines = [
          code`{`,
          ...comment([rule]),
          code`when: ${made.when},\nallow: ${made.allow},\ndeny: ${made.deny} }`,
        ];
        return join(lines, '\n');
      }),
    );
    expectGolden(golden, `${texts.join('\n')}`);
  });
});

describe('text of the user', () => {
  it.each(['"', '\\', '$\u007bx}', '`', '\n', '\u2028', '*/', '</script>', '__proto__', "'"])(
    '%j stays text',
    (text) => {
      const quoted = JSON.stringify(text).replace('\u2028', '\\u2028');
      const key = { [text]: text };
      expect(
        evaluate(`args.v == ${quoted} && args[${quoted}] == ${quoted}`, { args: { v: text, ...key } }),
      ).toBe(true);
      expect(
        evaluate(`${quoted} in args && {${quoted}: 1}[${quoted}] == 1`, {
          args: JSON.parse(`{${quoted}:1}`),
        }),
      ).toBe(true);
    },
  );

  it('never makes a name', () => {
    const names = [
      'new',
      'eval',
      'arguments',
      'undefined',
      'Object',
      'Set',
      'Date',
      'cel',
      'plan',
      'NaN',
      'class',
      'await',
    ];
    for (const name of names) {
      const text = `agent.roles.exists(${name}, ${name} == "reader" && "tier" in agent.labels && request.time.getHours() > 1)`;
      expect(evaluate(text), text).toBe(true);
    }
  });
});

describe('a printed function', () => {
  it('passes on what is no error of CEL', () => {
    const trap = new Proxy(
      {},
      {
        getOwnPropertyDescriptor: () => {
          throw new Error('foreign');
        },
      },
    );
    const run = functionOf(compile('args.a == 1 && args.b == 2 && agent.team == "support"'));
    expect(() => run({ args: trap })).toThrow('foreign');
  });

  it('is the same each time', () => {
    const once = () =>
      rules.map((rule) => printed(rule, (compiled) => (builder) => printFunction(compiled, builder)));
    expect(once()).toEqual(once());
  });
});
