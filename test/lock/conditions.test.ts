// Conditions beside the schemas that the lock has: what can never be true, and never be false, is told with its reason.
import { describe, expect, it } from 'vitest';
import { check } from '../../compiler/index.ts';
import { hashOf } from '../hosts/suite/emitted.ts';
import { memoryIo } from '../language/memory-io.ts';
import { lockText } from './world.ts';

const closed = (required: readonly string[], properties: object): object => ({
  inputSchema: { type: 'object', required, properties, additionalProperties: false },
});
const db = [
  {
    name: 'query',
    annotations: { readOnlyHint: true },
    ...closed(['id', 'name', 'code', 'kind', 'amount', 'dry'], {
      id: { type: 'integer', minimum: 1, maximum: 10 },
      name: { type: 'string', minLength: 1, maxLength: 5 },
      code: { type: 'string', pattern: '^[A-Z]{2}-\\d+$' },
      amount: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 100 },
      dry: { const: false },
      page: { type: 'integer', minimum: 1 },
      step: { type: 'integer', multipleOf: 5 },
      size: { enum: [1, 5, 20] },
      kind: { type: 'string', enum: ['read', 'write'] },
      list: { type: 'array', items: { type: 'integer', minimum: 0 }, maxItems: 3 },
      where: { type: 'object', properties: { city: { type: 'string', maxLength: 2 } }, required: ['city'] },
      either: { anyOf: [{ type: 'integer', minimum: 5 }, { type: 'string' }] },
    }),
  },
  {
    name: 'fetch',
    annotations: { readOnlyHint: true },
    ...closed(['id'], { id: { type: 'integer', minimum: 5 }, note: { type: 'string' } }),
  },
];
const locked = lockText({ db });

/** What is said of the condition of one rule: each finding's message behind the rule's name, and why. */
function said(effect: 'allow' | 'deny', tools: string, when: string, more = ''): readonly string[] {
  const yaml = `version: 1
name: acme
agents: { ann: { team: pay, keys: ["${hashOf('ann')}"] } }
servers: { db: { url: "http://127.0.0.1:9/mcp" } }
catalog: { lock: tools.lock.json }
access:
  - { name: all, allow: "*", to: { agent: ann } }
  - name: one
    ${effect}: "${tools}"
    to: { team: pay }
    when: '${when}'
${more}`;
  const files = { 'gateway.yaml': yaml, 'tools.lock.json': locked };
  const { findings } = check('/acme/gateway.yaml', { io: memoryIo('/acme', files) });
  const about = findings.filter(({ rule }) => /condition$/.test(rule));
  return about.map(({ rule, message, why }) => `${rule.slice(7)}: ${message.slice(23)} ${why}`);
}

const never = (of: string): string => `impossible-condition: can never be true: ${of}. `;
const always = (of: string): string => `needless-condition: can never be false: ${of}. `;
const nothing = 'The rule never allows anything.';

describe('of one tool', () => {
  it.each([
    ['type(args.amount) == string', 'type(args.amount)', 'is double'],
    ['args.id < 1', 'args.id', 'is from 1 to 10'],
    ['10 < args.id', 'args.id', 'is from 1 to 10'],
    ['args.id == 0', 'args.id', 'is from 1 to 10'],
    ['args.id in [0, 11]', 'args.id', 'is from 1 to 10'],
    ['!(args.id >= 1)', 'args.id', 'is from 1 to 10'],
    ['args.amount <= 0.0', 'args.amount', 'is more than 0 and less than 100'],
    ['args.amount == 100', 'args.amount', 'is more than 0 and less than 100'],
    ['size(args.name) > 5', 'size(args.name)', 'is from 1 to 5'],
    ['args.name == ""', 'args.name', 'is text of 1 to 5 characters'],
    ['args.name.startsWith("abcdef")', 'args.name', 'is text of 1 to 5 characters'],
    ['args.name.endsWith("abcdef")', 'args.name', 'is text of 1 to 5 characters'],
    ['args.name.contains("abcdef")', 'args.name', 'is text of 1 to 5 characters'],
    ['args.kind.startsWith("x")', 'args.kind', 'is "read" or "write"'],
    ['args.kind.endsWith("s")', 'args.kind', 'is "read" or "write"'],
    ['args.kind.contains("x")', 'args.kind', 'is "read" or "write"'],
    ['args.kind.matches("^[A-Z]")', 'args.kind', 'is "read" or "write"'],
    ['args.code == "ab-1"', 'args.code', 'is text that matches `^[A-Z]{2}-\\d+$`'],
    ['args.code in ["AB", "CD-"]', 'args.code', 'is text that matches `^[A-Z]{2}-\\d+$`'],
    ['args.code.startsWith("ABC")', 'args.code', 'is text that matches `^[A-Z]{2}-\\d+$`'],
    ['args.code.endsWith("x")', 'args.code', 'is text that matches `^[A-Z]{2}-\\d+$`'],
    ['args.code.contains(" ")', 'args.code', 'is text that matches `^[A-Z]{2}-\\d+$`'],
    ['args.code.matches("^[a-z]")', 'args.code', 'is text that matches `^[A-Z]{2}-\\d+$`'],
    ['args.dry', 'args.dry', 'is always false'],
    ['!has(args.id)', 'args', 'always has `id`'],
  ])('%s', (when, of, is) => {
    const because = `\`${when}\` can only be false, since \`${of}\` ${is} by the schema of “db__query”`;
    expect(said('allow', 'db__query', when)).toEqual([never(because) + nothing]);
  });

  it.each([
    ['has(args.page) && args.page < 1', 'args.page < 1', 'args.page', 'is at least 1'],
    ['has(args.step) && args.step == 3', 'args.step == 3', 'args.step', 'is a multiple of 5'],
    ['has(args.size) && args.size == 2', 'args.size == 2', 'args.size', 'is 1, 5 or 20'],
    [
      'has(args.kind) && args.kind.startsWith("x")',
      'args.kind.startsWith("x")',
      'args.kind',
      'is "read" or "write"',
    ],
    ['has(args.list) && size(args.list) > 3', 'size(args.list) > 3', 'size(args.list)', 'is from 0 to 3'],
    [
      'has(args.where) && args.where.city == "Berlin"',
      'args.where.city == "Berlin"',
      'args.where.city',
      'is text of 2 characters at most',
    ],
  ])('%s: the part of it', (when, part, of, is) => {
    const because = `\`${part}\` can only be false, since \`${of}\` ${is} by the schema of “db__query”`;
    expect(said('allow', 'db__query', when)).toEqual([never(because) + nothing]);
  });

  it.each([
    'args.id <= 1 && args.id != 1',
    'has(args.kind) && args.kind != "read" && args.kind != "write"',
    'has(args.kind) && !(args.kind in ["read", "write"])',
    'has(args.size) && args.size > 1 && args.size < 5',
    'args.id > 8 && args.id < 10 && args.id != 9',
  ])('%s: all of it together', (when) => {
    expect(said('allow', 'db__query', when)).toHaveLength(1);
  });

  it('says nothing where it may be so', () => {
    for (const when of [
      'args.id <= 1',
      'args.id > 8 && args.id < 10',
      '2 < args.id && args.id == 5',
      '2 <= args.id && args.id == 2',
      '5 > args.id && args.id == 2',
      '5 >= args.id && args.id == 5',
      'has(args.kind) && args.kind != "read"',
      'args.amount < 0.1',
      'size(args.name) == 5',
      'has(args.either) && args.either == 5',
      'has(args.either) && type(args.either) == string',
      'has(args.list) && args.list.exists(x, x == 0)',
      'has(args.size) && args.size == 20',
      'args.code.startsWith("AB") && args.code.endsWith("7")',
      'args.code.matches("-1+$") && args.code != "AB-12"',
      'args.kind.contains("ea")',
      'args.kind.matches("^(w|x)")',
    ])
      expect(said('allow', 'db__query', when), when).toEqual([]);
  });

  it('tells of elements, and of what is of one of several types', () => {
    const part = '`args.list.exists(x, x < 0)`';
    expect(said('allow', 'db__query', 'has(args.list) && args.list.exists(x, x < 0)')).toEqual([
      `${never(`${part} holds for no arguments that the schema of “db__query” lets through`)}${nothing}`,
    ]);
    expect(said('allow', 'db__query', 'has(args.either) && args.either == 4')).toHaveLength(1);
  });
});

describe('on trial', () => {
  it('a rule whose condition is false tells of no call', () => {
    const because =
      '`args.id < 1` can only be false, since `args.id` is from 1 to 10 by the schema of “db__query”';
    const told = (effect: 'allow' | 'deny') => said(effect, 'db__query', 'args.id < 1', '    shadow: true');
    expect(told('allow')).toEqual([`${never(because)}The trial never tells of a call.`]);
    expect(told('deny')).toEqual(told('allow'));
    expect(said('deny', 'db__fetch', 'args.id < 1', '    shadow: true')[0]).toContain(
      'The trial tells only of calls on which its condition ends in an error.',
    );
    expect(said('deny', 'db__query', 'args.id >= 1', '    shadow: true')).toHaveLength(1);
  });
});

describe('a deny', () => {
  it('denies nothing where its condition is false', () => {
    const because =
      '`args.id < 1` can only be false, since `args.id` is from 1 to 10 by the schema of “db__query”';
    expect(said('deny', 'db__query', 'args.id < 1')).toEqual([
      `${never(because)}The rule never denies anything.`,
    ]);
  });

  it('denies where it is an error: without an argument, and of an integer beyond 64 bits', () => {
    const only = 'The rule denies only calls on which its condition ends in an error.';
    expect(said('deny', 'db__query', 'args.page < 1')[0]).toContain(only);
    expect(said('deny', 'db__fetch', 'args.id < 1')[0]).toContain(only);
  });
});

describe('of several tools', () => {
  it('is impossible where it is for each of them', () => {
    const because =
      '`args.id < 1` can only be false, since `args.id` is at least 1 by the schemas of “db__fetch” and “db__query”';
    expect(said('allow', 'db__*', 'args.id < 1')).toEqual([never(because) + nothing]);
    expect(said('allow', 'db__*', 'args.id < 5')).toEqual([]);
    expect(said('allow', 'db__*', 'args.id < 5 && tool.name == "db__fetch"')).toHaveLength(1);
    expect(said('allow', 'db__*', 'has(args.note) && has(args.page)')).toHaveLength(1);
  });

  it('knows what the lock has of the tools themselves', () => {
    const because = '`tool.annotations.destructiveHint` holds for no agent or tool that it concerns';
    expect(said('allow', 'db__*', 'tool.annotations.destructiveHint')).toEqual([never(because) + nothing]);
    expect(said('allow', 'db__*', 'tool.annotations.readOnlyHint')).toEqual([]);
  });
});

describe('what is always so', () => {
  it.each([
    ['has(args.id)', 'args', 'always has `id`'],
    ['type(args.amount) == double', 'type(args.amount)', 'is double'],
    ['args.id <= 10', 'args.id', 'is from 1 to 10'],
    ['args.id != 0', 'args.id', 'is from 1 to 10'],
    ['!(args.name == "")', 'args.name', 'is text of 1 to 5 characters'],
    ['args.code.contains("-")', 'args.code', 'is text that matches `^[A-Z]{2}-\\d+$`'],
    ['!args.kind.endsWith("ing")', 'args.kind', 'is "read" or "write"'],
  ])('%s', (when, of, is) => {
    const because = `\`${when}\` can only be true, since \`${of}\` ${is} by the schema of “db__query”`;
    expect(said('allow', 'db__query', when)).toEqual([`${always(because)}It says the same as no condition.`]);
  });

  it('is not told of an allow that an error ends, nor of who calls', () => {
    expect(said('allow', 'db__fetch', 'args.id >= 5')).toEqual([]);
    expect(said('deny', 'db__fetch', 'args.id >= 5')).toHaveLength(1);
    expect(said('allow', 'db__query', 'agent.team == "pay" && tool.server == "db"')).toEqual([]);
  });
});

it('of a route: it leads nowhere', () => {
  const yaml = `version: 1
name: acme
agents: { ann: { team: pay, keys: ["${hashOf('ann')}"] } }
servers: { db: { url: "http://127.0.0.1:9/mcp" }, db-eu: { url: "http://127.0.0.1:9/mcp" } }
catalog: { lock: tools.lock.json }
routes:
  - { tools: db__query, when: args.id <= 10 && args.id < 1, to: db-eu }
  - { tools: db__query, when: args.id < 2, to: db-eu }
access: [{ name: all, allow: "*" }]
`;
  const files = { 'gateway.yaml': yaml, 'tools.lock.json': lockText({ db, 'db-eu': db }) };
  const { findings } = check('/acme/gateway.yaml', { io: memoryIo('/acme', files) });
  const because =
    '`args.id < 1` can only be false, since `args.id` is from 1 to 10 by the schema of “db__query”';
  expect(findings.filter(({ rule }) => rule === 'routes/shadowed').map(({ message }) => message)).toEqual([
    `This route never leads anywhere: ${because}.`,
  ]);
});
