// `mcpgw why`: what it tells of a call, the smallest change that turns it, and recorded calls.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../compiler/cli/run.ts';
import { expectGolden } from '../golden.ts';
import { lockText } from '../lock/world.ts';

const suites = fileURLToPath(new URL('../testing/suites', import.meta.url));
const gateway = join(suites, 'gateway.yaml');
const tests = join(suites, 'passing/tests.yaml');
const morning = '2026-11-20T09:00:00Z';

const why = (...argv: string[]) => whyIn(gateway, tests, argv);

async function whyIn(gateway: string, tests: string | null, argv: readonly string[]) {
  const said = { out: '', err: '' };
  const known = tests === null ? [] : ['--tests', tests];
  const status = await run(['why', '--gateway', gateway, ...known, ...argv], {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    colour: false,
  });
  return { status, ...said };
}

interface Told {
  readonly record: { readonly decision: string; readonly stage: string };
  readonly token: object | null;
  readonly trace: { readonly rules: readonly { readonly name: string; readonly holds: boolean }[] } | null;
  readonly limits: readonly object[];
  readonly route: object | null;
  readonly flip: {
    readonly allowed: boolean;
    readonly rule: string | null;
    readonly changes: readonly { readonly text: string }[];
  } | null;
  readonly notes: readonly string[];
}

async function told(...argv: string[]): Promise<Told> {
  const { status, out, err } = await why('--format', 'json', '--at', morning, ...argv);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return JSON.parse(out) as Told;
}

const turns = async (...argv: string[]): Promise<readonly string[]> =>
  (await told(...argv)).flip?.changes.map(({ text }) => text) ?? [];

test('for people', async () => {
  const { status, out } = await why('--at', morning, 'ann', 'pay__refund', 'amount=5000');
  expect(status).toBe(0);
  expectGolden(join(suites, '../golden/why.txt'), out.replace(/reference [0-9a-f]+-1/, 'reference X'));
});

test('for programs: record, rules, limits, route', async () => {
  expect(await told('support-bot', 'crm__find')).toMatchObject({
    record: { decision: 'allow', stage: 'answer' },
    trace: { visible: true, allowed: true, decides: 'support-reads', others: 3 },
    limits: [{ name: 'per-agent', cells: ['support-bot'], burst: 20, intervalMs: 600 }],
    route: { server: 'crm', tool: 'q', address: 'https://crm.internal/mcp' },
    notes: [],
  });
});

describe('CEL beside rules', () => {
  const own = join(suites, 'conditions');
  const ask = (...argv: string[]) =>
    whyIn(join(own, 'gateway.yaml'), join(own, 'tests.yaml'), ['--at', morning, ...argv]);

  test('the cell that is charged, the address, arguments for another tool, what leads on: by their parts', async () => {
    const { out } = await ask('ann', 'crm__search', 'text=a', 'customer=acme');
    expectGolden(join(suites, '../golden/why-conditions.txt'), out);
  });

  test('a cell that cannot be computed, or is too long to be kept', async () => {
    const limits = async (customer: unknown): Promise<unknown> => {
      const { out } = await ask('--format', 'json', 'bob', 'crm__get', JSON.stringify({ customer }));
      return (JSON.parse(out) as Told).limits;
    };
    expect(await limits('acme')).toMatchObject([
      { name: 'per-customer', cells: ['bob|4:acme'], per: [{ result: 'value' }] },
    ]);
    expect(await limits(5)).toMatchObject([
      { cells: null, per: [{ parts: [{ values: ['5'] }, {}, {}, {}, {}, {}] }] },
    ]);
    expect(await limits('x'.repeat(300))).toMatchObject([{ cells: null }]);
  });

  test('of a call for which no cell can be named, what names it turns it', async () => {
    const flip = async (customer: unknown): Promise<Told['flip']> => {
      const { out } = await ask('--format', 'json', 'bob', 'crm__get', JSON.stringify({ customer }));
      return (JSON.parse(out) as Told).flip;
    };
    expect(await flip(5)).toMatchObject({
      allowed: true,
      rule: 'all',
      changes: [{ text: 'args.customer: 5 → ""' }],
    });
    expect(await flip('x'.repeat(300))).toMatchObject({
      allowed: true,
      changes: [{ kind: 'arg', path: ['customer'] }],
    });
  });
});

describe('agents with tokens', () => {
  const own = join(suites, 'tokens');
  const ask = (...argv: string[]) =>
    whyIn(join(own, 'gateway.yaml'), join(own, 'tests.yaml'), ['--at', morning, ...argv]);
  const asked = async (...argv: string[]): Promise<Told> => {
    const { status, out, err } = await ask('--format', 'json', ...argv);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    return JSON.parse(out) as Told;
  };

  test('what the claims say, by the parts of each expression', async () => {
    const { out } = await ask('ann', 'pay__refund', 'amount=500');
    expectGolden(
      join(suites, '../golden/why-token.txt'),
      out.replace(/reference [0-9a-f]+-1/, 'reference X'),
    );
  });

  test('of a declared agent, team and roles are those that stand in the file', async () => {
    const { token } = await asked('nightly', 'crm__search');
    expect(token).toMatchObject({
      issuer: 'https://ci.acme.com/oauth',
      says: [{ key: 'agent', value: { text: 'claims.sub' } }],
      declared: 'gateway.yaml:7',
    });
  });

  test('of a token that is refused, what was asked before', async () => {
    const { out } = await ask('misfit', 'crm__search');
    expect(out).toContain("unauthenticated: no valid credential (authenticate): the token's team is not of");
    expect(out).toContain('Token of https://login.acme.com\n  refused\n');
    const { record, token } = await asked('nameless', 'crm__search');
    expect(record).toMatchObject({ decision: 'unauthenticated', reason: expect.stringMatching(/no agent/) });
    expect(token).toMatchObject({ says: [{ key: 'agent', value: { result: 'error' } }], scopes: null });
  });

  test.each([
    ['expired', 'claims.exp: left out', true],
    ['elsewhere', 'claims.aud: left out', true],
    ['early', 'claims.nbf: left out', true],
    ['stranger', 'claims.iss: left out', true],
    ['nameless', 'claims.sub: "pay", for instance', true],
    ['misfit', 'claims.team: ["pay"] → "pay"', true],
    ['impostor', 'claims.sub: "nightly" → "nightlyx"', true],
  ])('the smallest change with which the token of %s is taken', async (as, text, allowed) => {
    const { out } = await ask(as, 'crm__search');
    expect(out).toContain('\nSmallest change with which the token is taken\n');
    const { flip } = await asked(as, 'crm__search');
    expect(flip).toMatchObject({ allowed, changes: [{ text }] });
  });

  test('whoever has such claims: of the only issuer, or of the one that is named', async () => {
    const issuer = ['--issuer', 'https://login.acme.com'];
    const told = await asked('--claims', '{"sub":"eve","team":"pay"}', ...issuer, 'crm__search');
    expect(told).toMatchObject({
      asked: { as: 'a token of https://login.acme.com', call: 'crm__search' },
      record: { decision: 'allow', agent: 'eve', team: 'pay' },
    });
    const { status, err } = await ask('--claims', '{"sub":"eve"}', 'crm__search');
    expect(status).toBe(2);
    expect(err).toContain('The gateway has several issuers: name one, --issuer https://login.acme.com or');
  });

  test.each([
    ['a team', ['--claims', '{"sub":"eve","team":"crm"}', 'crm__search'], ['claims.team: "crm" → "pay"']],
    ['one more of a list', ['bea', 'pay__refund', 'amount=5'], ['claims.groups: ["cashier"], for instance']],
    ['a number', ['bea', 'pay__close'], ['claims.level: 3, for instance']],
    ['a number that is too small', ['ann', 'pay__close'], ['claims.level: 3 → 2']],
    ['none, where another caller is nearer', ['partner', 'crm__search'], ['as nightly']],
  ])('the smallest change is another claim: %s', async (_, argv, changes) => {
    const issuer = argv[0] === '--claims' ? ['--issuer', 'https://login.acme.com'] : [];
    const { flip } = await asked(...issuer, ...argv);
    expect((flip?.changes ?? []).map(({ text }) => text)).toEqual(changes);
  });

  test.each([
    ['nobody', ['nobody', 'crm__search'], 'One that arrives with a token stands under `agents` of the tests'],
    ['a near name', ['anna', 'crm__search'], 'Did you mean “ann”?'],
    [
      'an issuer',
      ['--issuer', 'https://login.acme.co', '--claims', '{}', 'x'],
      'Did you mean “https://login.acme.com”?',
    ],
    ['whose claims', ['--issuer', 'https://login.acme.com', 'ann', 'x'], '--issuer says whose --claims are'],
    ['what is no object', ['--claims', '[1]', 'crm__search'], 'The claims of a token are a JSON object'],
    ['what is no JSON', ['--claims', '{a', 'crm__search'], 'The claims are no JSON'],
    ['no tool', ['--claims', '{"sub":"ann"}'], 'why needs an agent and a tool'],
  ])('refused: %s', async (_, argv, says) => {
    const { status, err } = await ask(...argv);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining(says) });
  });

  test('a gateway without issuers has no such callers', async () => {
    const { status, err } = await why('--claims', '{"sub":"ann"}', 'crm__search');
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('it has no issuers') });
  });
});

describe('scopes of tokens', () => {
  const own = join(suites, 'scopes');
  const ask = (...argv: string[]) =>
    whyIn(join(own, 'gateway.yaml'), join(own, 'tests.yaml'), ['--at', morning, ...argv]);

  test('which are missing, and what they would do', async () => {
    const { out } = await ask('none', 'crm__put_one', 'limit=6');
    expectGolden(
      join(suites, '../golden/why-scopes.txt'),
      out.replace(/reference [0-9a-f]+-1/, 'reference X'),
    );
  });

  test.each([
    ['more of them', ['writer', 'crm__put_one', 'limit=6'], ['token with scope crm.train'], true],
    ['of a prompt', ['none', '--prompt', 'crm__brief'], ['token with scope crm.brief'], true],
    ['one less', ['reader', 'crm__get_one'], ['token without scope crm.read'], false],
    [
      'one more and another argument',
      ['none', 'crm__put_old', 'limit=6'],
      ['args.limit: 6 → at most 0', 'token with scope crm.write'],
      true,
    ],
    ['none for a key', ['bot', 'crm__put_one', 'limit=1'], ['as writer'], true],
  ])('the smallest change is a scope: %s', async (_, argv, changes, allowed) => {
    const { status, out } = await ask('--format', 'json', ...argv);
    expect(status).toBe(0);
    const { flip } = JSON.parse(out) as Told;
    expect(flip).toMatchObject({ allowed, changes: changes.map((text) => ({ text })) });
  });
});

describe('the smallest change that turns it', () => {
  test.each([
    ['a smaller number', ['ann', 'pay__refund', 'amount=5000'], ['args.amount: 5000 → at most 100']],
    ['a larger number', ['ann', 'pay__refund', 'amount=50'], ['args.amount: 50 → at least 101']],
    ['another role', ['support-bot', 'pay__refund', 'amount=5'], ['agent in role cashier']],
    [
      'several',
      ['support-bot', 'pay__refund', '{"amount":5000}', '--at', '2026-11-20T19:00:00Z'],
      [
        'args.amount: 5000 → at most 100',
        'at 2026-11-20T23:00:00.000Z, not 2026-11-20T19:00:00.000Z',
        'agent in role cashier',
      ],
    ],
    ['another caller', ['support-bot', 'files__read'], ['as ann']],
  ])('%s', async (_, argv, changes) => {
    // The last --at counts here: the command takes one only.
    const own = argv.includes('--at');
    const { out } = await why('--format', 'json', ...(own ? [] : ['--at', morning]), ...argv);
    const { flip } = JSON.parse(out) as Told;
    expect(flip!.changes.map(({ text }) => text)).toEqual(changes);
  });

  test('turns it: asked with the change, the gateway decides otherwise', async () => {
    const before = await told('ann', 'pay__refund', 'amount=5000');
    expect(before.flip).toMatchObject({ allowed: true, rule: 'small-refunds' });
    expect((await told('ann', 'pay__refund', 'amount=100')).record.decision).toBe('allow');
    expect((await told('ann', 'pay__refund', 'amount=101')).record.decision).toBe('deny');
  });

  test('none where no rule speaks of the tool', async () => {
    expect(await turns('ann', 'crm__nothing')).toEqual([]);
  });
});

describe('what is not known', () => {
  test.each([
    [['bob', 'crm__search'], 'The gateway has no agent “bob”.'],
    [['an', 'crm__search'], 'The gateway has no agent “an”. Did you mean “ann”?'],
    [['ghost', 'crm__search'], 'Nobody can call as “ghost”: the agent has no key.'],
    [
      ['guest', 'crm__search'],
      'Nobody can call as “guest”: the agent has no key. Ask for “anonymous”, who becomes this agent.',
    ],
  ])('%j', async (argv, message) => {
    expect(await why(...argv)).toEqual({ status: 2, out: '', err: `mcpgw: ${message}\n` });
  });

  test('a tool that nothing is known of is told of', async () => {
    const { notes } = await told('ann', 'files__new');
    expect(notes[0]).toContain('Nothing is known of files__new');
  });

  test('a tool that no server can have', async () => {
    expect(await told('ann', 'nowhere__x')).toMatchObject({
      trace: null,
      route: null,
      flip: null,
      limits: [],
    });
  });
});

describe('of a locked tool', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mcpgw-why-'));
    const inputSchema = {
      type: 'object',
      properties: { amount: { type: 'integer', maximum: 1000 }, note: { type: 'string' } },
      required: ['amount', 'note'],
    };
    writeFileSync(
      join(folder, 'gateway.yaml'),
      `{ version: 1, name: acme, agents: { ann: { keys: ["sha256:${'a'.repeat(64)}"] } },
         servers: { pay: { url: "https://pay.internal/mcp" } }, catalog: { lock: tools.lock.json },
         access: [{ name: small, allow: pay__refund, when: args.amount <= 100 }] }`,
    );
    writeFileSync(
      join(folder, 'tools.lock.json'),
      lockText({ pay: [{ name: 'refund', description: 'Pays.', inputSchema }] }),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const locked = (...argv: string[]) => whyIn(join(folder, 'gateway.yaml'), null, argv);

  test('arguments that do not fit have to fit first, whatever the rules say', async () => {
    const { out } = await locked('ann', 'pay__refund', 'amount=5');
    expect(out).toContain(
      'Smallest change that turns it\n  arguments that fit: “note” is missing.\n  then it is allowed by small\n',
    );
    const { flip } = JSON.parse((await locked('--format', 'json', 'ann', 'pay__refund')).out) as Told;
    expect(flip).toBeNull();
  });

  test('what turns it is denied by a rule, not for arguments that do not fit', async () => {
    const { out } = await locked('ann', 'pay__refund', 'amount=5', 'note=x');
    expect(out).toContain('args.amount: 5 → at least 101\n  then it is denied since no rule allows it\n');
  });

  test('a name that the lock does not have is told with the nearest', async () => {
    const { out } = await locked('ann', 'pay__refnd');
    expect(out).toContain('The lock has no pay__refnd. Did you mean pay__refund?');
  });
});

test.each([
  ['{"amount":9007199254740993}', '9007199254740993 would be rounded: give a number within 2^53.'],
  ['amount=1e400', '1e400 would be rounded: give a number within 2^53.'],
])('%s is refused: another number would be asked about', async (args, message) => {
  const { status, err } = await why('ann', 'pay__refund', args);
  expect([status, err.split('\n')[0]]).toEqual([2, `mcpgw: ${message}`]);
});

test('digits in a text are no number, and a day that no month has is no time', async () => {
  const { status } = await why('ann', 'pay__refund', '{"note":"9007199254740993 \\" 1e400"}');
  expect(status).toBe(0);
  expect((await why('--at', '2026-02-30T09:00:00Z', 'ann', 'pay__refund')).status).toBe(2);
});

describe('recorded calls', () => {
  let folder = '';
  let log = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mcpgw-why-'));
    log = join(folder, 'audit.ndjson');
    const record = {
      ref: 'abc-1',
      time: morning,
      policy: 'x'.repeat(64),
      agent: 'ann',
      auth: 'key',
      tool: 'pay__refund',
    };
    const born = { ...record, auth: 'token', tool: 'crm__search', decision: 'allow', rule: 'crm-reads' };
    const lines = [
      { ref: 'abc-12' },
      { ...record, decision: 'deny', rule: null },
      { ...born, ref: 'abc-2' },
      { ...born, ref: 'abc-3', agent: 'eve', issuer: 'https://login.acme.com' },
    ];
    writeFileSync(log, `not json abc-1\n${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('agent, tool and time are the record’s', async () => {
    const { status, out, err } = await why('--audit', 'abc-1', '--log', log, 'amount=5000');
    expect(status).toBe(0);
    expect(out).toContain('pay__refund {"amount":5000} as ann, at 2026-11-20T09:00:00.000Z\n  deny:');
    expect(err).toMatch(/^mcpgw: The record is of policy xxxxxxxxxxxx, this is [0-9a-f]{12}\.\n$/);
  });

  test('a decision that is another now is told', async () => {
    const { err } = await why('--audit', 'abc-1', '--log', log, 'amount=5');
    expect(err).toContain('Recorded was deny; now it is allow by small-refunds.');
  });

  test('of a token the record holds no claims: those of the tests are taken, or those that are given', async () => {
    const own = join(suites, 'tokens');
    const ask = (...argv: string[]) =>
      whyIn(join(own, 'gateway.yaml'), join(own, 'tests.yaml'), ['--log', log, ...argv]);
    const ann = await ask('--audit', 'abc-2');
    expect(ann.out).toContain('crm__search {} as ann, at 2026-11-20T09:00:00.000Z\n  allow: crm-reads');
    expect(ann.err).toContain(
      'The record does not hold what stood in the token of ann: taken are the claims',
    );
    const eve = await ask('--audit', 'abc-3');
    expect(eve).toMatchObject({ status: 2, out: '' });
    expect(eve.err).toContain('“eve” came with a token, and records do not hold what stands in it: give its');
    const given = await ask('--audit', 'abc-3', '--claims', '{"sub":"eve","team":"pay"}');
    expect(given.out).toContain('crm__search {} as a token of https://login.acme.com');
    expect(given.err).not.toContain('The record does not hold');
  });

  test('a reference that is not there', async () => {
    expect(await why('--audit', 'abc', '--log', log)).toMatchObject({
      status: 2,
      err: `mcpgw: ${log} holds no call with the reference "abc".\n`,
    });
  });
});

describe('arguments', () => {
  test.each([
    [['a'], '"a" is no key=value, and no JSON object.'],
    [['{"a":'], 'The arguments are no JSON: '],
    [['a=1', '{"b":1}'], '"{\\"b\\":1}" is no key=value, and no JSON object.'],
  ])('%j', async (argv, message) => {
    const { status, err } = await why('ann', 'pay__refund', ...argv);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });

  test('a value is JSON where it reads as such; points nest', async () => {
    const argv = ['amount=50', 'a.b=true', 'a.c=x y', '__proto__.z=1', 'list=[1]'];
    const { out } = await why('--at', morning, 'ann', 'pay__refund', ...argv);
    expect(out).toContain('{"amount":50,"a":{"b":true,"c":"x y"},"__proto__":{"z":1},"list":[1]}');
  });
});

test('a tool of the catalog’s own, with the rules of its own name', async () => {
  const lock = fileURLToPath(new URL('../../examples/lock', import.meta.url));
  const asked = (path: string) =>
    whyIn(join(lock, 'gateway.yaml'), join(lock, 'tests.yaml'), ['reader', 'read_note', `path=${path}`]);
  const denied = await asked('a.txt');
  expect(denied).toMatchObject({ status: 0, err: '' });
  expect(denied.out).toContain('deny: only-notes');
  const allowed = await asked('notes/a.txt');
  expect(allowed.out).toContain('allow: reads');
});

describe('servers that are down', () => {
  const example = fileURLToPath(new URL('../../examples/failover', import.meta.url));
  const asked = (...argv: string[]) =>
    whyIn(join(example, 'gateway.yaml'), join(example, 'tests.yaml'), [
      ...['builder', 'generate_code', 'text=hi', '--at', morning],
      ...argv,
    ]);

  test('the next one serves, in words', async () => {
    const { status, out } = await asked('--down', 'coder-a');
    expect(status).toBe(0);
    expect(out).toContain(
      'If coder-a were down\n  coder-a  not-connected: unreachable\n  coder-b  answered\n  allow, served by coder-b\n',
    );
  });

  test('all are down, as JSON', async () => {
    const { out } = await asked('--down', 'coder-a', '--down', 'coder-b', '--format', 'json');
    expect(JSON.parse(out).down).toMatchObject({
      servers: ['coder-a', 'coder-b'],
      decision: 'unavailable',
      servedBy: null,
      retryAfterMs: 5000,
      attempts: [{ server: 'coder-a' }, { server: 'coder-b' }],
    });
  });

  test('where nothing is known of the servers, the next one serves too', async () => {
    // Without the tests beside it.
    const alone = mkdtempSync(join(tmpdir(), 'mcpgw-why-'));
    const gateway = join(alone, 'gateway.yaml');
    writeFileSync(gateway, readFileSync(join(example, 'gateway.yaml')));
    const argv = ['builder', 'generate_code', 'text=hi', '--at', morning, '--down', 'coder-a'];
    const { out } = await whyIn(gateway, null, argv);
    rmSync(alone, { recursive: true });
    expect(out).toContain('coder-b  answered\n  allow, served by coder-b\n');
    expect(out).toContain(
      'Nothing is known of coder-b: it is taken to have write_code, to which the call may be led.',
    );
  });

  test('a route to some addresses of a server shows these', async () => {
    const argv = ['trial', 'docs__search', '--at', morning];
    const { out } = await whyIn(join(example, 'gateway.yaml'), join(example, 'tests.yaml'), argv);
    expect(out).toMatch(/ {2}route {2}gateway\.yaml:\d+ {2}leads to docs\n {8}\S.* true\n/);
    expect(out).toContain('\n  docs (http://127.0.0.1:3005/mcp), as search\n');
  });

  test('a server that there is not', async () => {
    const { status, err } = await asked('--down', 'coder-x');
    expect(status).toBe(2);
    expect(err).toContain('no server "coder-x"');
  });
});

describe('prompts and resources', () => {
  const example = fileURLToPath(new URL('../../examples/prompts', import.meta.url));
  const ask = (...argv: string[]) =>
    whyIn(join(example, 'gateway.yaml'), join(example, 'tests.yaml'), ['--at', morning, ...argv]);

  test('for people', async () => {
    const prompt = await ask('builder', '--prompt', 'docs__publish', 'page=internal/a');
    const resource = await ask('support-bot', '--resource', 'docs://public/guide', '--down', 'docs');
    expect([prompt.status, resource.status]).toEqual([0, 0]);
    const shown = `${prompt.out}\n${resource.out}`.replace(/reference [0-9a-f]+-1/g, 'reference X');
    expectGolden(join(suites, '../golden/why-kinds.txt'), shown);
  });

  test('for programs', async () => {
    const { out } = await ask('support-bot', '--resource', 'docs://drafts/new', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({
      asked: { as: 'support-bot', verb: 'read', call: 'docs://drafts/new', args: {} },
      record: { decision: 'hidden', stage: 'visible', method: 'resources/read' },
      trace: { ofTool: false, decides: null },
      limits: [],
      route: { server: 'docs', tool: 'docs://drafts/new' },
      flip: { allowed: true, rule: 'writes', changes: [{ kind: 'role', role: 'writer' }] },
    });
  });

  test('of what no test file speaks the defaults hold, and that is said', async () => {
    const { out } = await ask('support-bot', '--resource', 'other://page', '--format', 'json');
    const { notes } = JSON.parse(out) as Told;
    expect(notes.join('\n')).toContain('other://page');
  });

  test('recorded: the method says what was asked for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mcpgw-why-kinds-'));
    const log = join(folder, 'audit.ndjson');
    const about = { agent: 'builder', auth: 'key', time: morning, policy: 'x', decision: 'allow' };
    const records = [
      { ...about, ref: 'abc-1', method: 'prompts/get', tool: 'docs__summary', rule: 'reads' },
      { ...about, ref: 'abc-2', method: 'completion/complete', tool: 'docs__summary', rule: null },
    ];
    writeFileSync(log, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    try {
      const told = await ask('--audit', 'abc-1', '--log', log);
      expect(told.out).toContain('get docs__summary {} as builder');
      expect(told.err).not.toContain('Recorded was');
      expect((await ask('--audit', 'abc-2', '--log', log)).err).toContain('holds no call');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.each([
    [['builder', '--resource', 'docs://a', 'x=1'], 'A resource is read without arguments.'],
    [['builder', '--prompt', 'p', '{"a":1}'], 'The arguments of a prompt are texts: "a" is none.'],
    [['builder', '--prompt', 'p', '--resource', 'r'], 'Ask for a prompt or for a resource.'],
    [['--prompt', 'p'], 'why needs an agent and a tool'],
  ])('%j is wrong usage', async (argv, message) => {
    const { status, err } = await ask(...argv);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});

test('rules on trial, with the values in their conditions, and what they would do', async () => {
  const example = fileURLToPath(new URL('../../examples/shadow', import.meta.url));
  const ask = (...argv: string[]) =>
    whyIn(join(example, 'gateway.yaml'), join(example, 'tests.yaml'), ['--at', morning, ...argv]);
  const { out } = await ask('support-bot', 'crm__search', 'limit=5000');
  expect(out).toContain(
    'Rules on trial\n  deny  no-bulk  gateway.yaml:24  holds\n        has(args.limit) && args.limit > 100  true\n',
  );
  const failed = await ask('builder', 'crm__search', 'limit=many');
  expect(out).toContain('  no-bulk would deny this call\n');
  expect(failed.out).toContain('no-bulk would deny this call, by an error');
});
