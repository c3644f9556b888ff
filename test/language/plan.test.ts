// The plan: how it reads, what it asks for, and that its functions mean what the file says.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { printHuman } from '../../compiler/diagnostics/human.ts';
import { check } from '../../compiler/index.ts';
import type { Agent } from '../../runtime/contract/identity.ts';
import { NO_REQUEST, type ToolFacts } from '../../runtime/contract/tool.ts';
import { expectGolden } from '../golden.ts';
import { generated, load } from './generated.ts';

const at = (path: string): string => join(import.meta.dirname, '../fixtures/plan', path);

test.each(['whole', 'least', 'many', 'scopes'])('%s checks clean, and reads well', (name) => {
  const checked = check(at(`${name}/gateway.yaml`));
  expect(printHuman(checked.findings, checked)).toBe('');
  const { plan, ...needs } = generated(checked);
  expectGolden(at(`${name}/plan.js`), plan.text);
  expectGolden(at(`${name}/needs.json`), `${JSON.stringify(needs, null, 2)}\n`);
});

test('the plan has all that the runtime reads, and nothing else', () => {
  const plan = load(generated(check(at('least/gateway.yaml'))).plan);
  const members = [
    'access',
    'agents',
    'anonymous',
    'catalog',
    'limits',
    'listen',
    'name',
    'policy',
    'servers',
  ];
  expect(Object.keys(plan)).toEqual(members);
});

test('what is not used is not asked for', () => {
  const { stages } = generated(check(at('least/gateway.yaml')));
  expect(Object.keys(stages)).toEqual(['access', 'agents', 'audit', 'catalog', 'news', 'servers.http']);
});

const plan = load(generated(check(at('whole/gateway.yaml'))).plan);
const rule = (name: string) => plan.access.find((one) => one.name === name)!;
const limit = (name: string) => plan.limits.find((one) => one.name === name)!;
const server = (name: string) => plan.servers.find((one) => one.name === name)!;

function agent(name: string): Agent {
  const { team, roles, labels } = plan.agents.find((one) => one.name === name)!;
  return {
    name,
    team,
    roles,
    labels,
    claims: {},
    scopes: [],
    method: name === 'guest' ? 'anonymous' : 'key',
  };
}

function tool(name: string, annotations: Partial<ToolFacts['annotations']> = {}): ToolFacts {
  const hints = { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true };
  const [owner = '', original = ''] = name.split('__');
  return {
    name,
    original,
    server: owner,
    title: '',
    annotations: { title: '', ...hints, ...annotations },
    labels: {},
  };
}

describe('access', () => {
  const everybody = ['support-bot', 'ci', 'guest', 'cashier'];
  test.each([
    ['guests', ['guest']],
    ['support-reads', ['support-bot']],
    ['everyone', ['support-bot', 'ci', 'cashier']],
    ['office-hours', everybody],
    ['no-bulk', ['support-bot']],
    ['small-refunds', ['cashier']],
  ])('%s concerns %j', (name, concerned) => {
    expect(everybody.filter((one) => rule(name).to(agent(one)))).toEqual(concerned);
  });

  test('an allow never reaches the anonymous agent by team, role or label', () => {
    const likeness: Agent = { ...agent('support-bot'), method: 'anonymous' };
    expect(rule('support-reads').to(likeness)).toBe(false);
    expect(rule('no-bulk').to(likeness)).toBe(true);
  });

  test('a rule knows its place, in the file it came from', () => {
    expect(rule('guests').place).toBe('gateway.yaml:47');
    expect(rule('small-refunds').place).toBe('policies/pay.yaml:2');
  });

  test('conditions hold as CEL says', () => {
    const bot = agent('support-bot');
    const holds = (name: string, args: unknown, time = 0) =>
      rule(name).when?.(bot, tool('crm__search'), args, { ...NO_REQUEST, time });
    expect(holds('small-refunds', { amount: 100 })).toBe(true);
    expect(holds('small-refunds', { amount: 101 })).toBe(false);
    expect(() => holds('small-refunds', {})).toThrow();
    expect(holds('no-bulk', {})).toBe(false);
    expect(holds('no-bulk', { limit: 1001 })).toBe(true);
    expect(holds('office-hours', {}, Date.UTC(2026, 10, 20, 16, 59))).toBe(false);
    expect(holds('office-hours', {}, Date.UTC(2026, 10, 20, 17, 0))).toBe(true);
  });

  test('what could hold is seen', () => {
    const bot = agent('support-bot');
    expect(rule('small-refunds').could?.(bot, tool('pay__refund'))).toBe(true);
    expect(rule('everyone').could?.(bot, tool('files__x'))).toBe(false);
    expect(rule('everyone').could?.(bot, tool('files__x', { readOnlyHint: true }))).toBe(true);
    expect(rule('office-hours').could?.(bot, tool('files__x'))).toBe(true);
  });

  test('a rule reads no more than it names', () => {
    expect(rule('guests').reads).toEqual({ args: false, request: false });
    expect(rule('everyone').reads).toEqual({ args: false, request: false });
    expect(rule('office-hours').reads).toEqual({ args: false, request: true });
    expect(rule('no-bulk').reads).toEqual({ args: true, request: false });
  });
});

describe('limits', () => {
  const cells = (name: string, who: string, args: unknown = {}, of = 'crm__get_x') =>
    limit(name).cells(agent(who), tool(of), args, NO_REQUEST);

  test('are charged as `per` says', () => {
    expect(cells('per-agent', 'ci')).toEqual(['ci']);
    expect(cells('exports', 'support-bot')).toEqual(['reader|crm__get_x']);
    expect(cells('exports', 'ci')).toEqual(['(none)|crm__get_x']);
    expect(cells('customers', 'ci', { customer: 'a|b' })).toEqual(['ci|(none)|crm|3:a|b']);
  });

  test('a cell that cannot be named is refused', () => {
    expect(() => cells('customers', 'ci', { customer: 7 })).toThrow();
  });

  test('count as often as `rate` says, and at once what `burst` says', () => {
    expect(limit('per-agent').rate).toEqual({ intervalMs: 600, burst: 20 });
    expect(limit('exports').rate).toEqual({ intervalMs: 720_000, burst: 5 });
    expect(limit('customers').rate).toEqual({ intervalMs: 1000, burst: 1 });
  });

  test('concern the tools they name', () => {
    expect(limit('per-agent').tools('anything')).toBe(true);
    expect(limit('exports').tools('crm__export_x_all')).toBe(true);
    expect(limit('exports').tools('crm__export_all')).toBe(false);
  });
});

describe('servers', () => {
  test.each([
    ['get_customer', true],
    ['get_debug_x', false],
    ['get_internal', false],
    ['q', true],
    ['search', false],
    ['export_x_all_y', true],
  ])('crm offers %s: %s', (name, offered) => expect(server('crm').offers(name)).toBe(offered));

  test('labels are those of every pattern that matches', () => {
    expect(server('crm').labels('export_x')).toEqual({ cost: 'high', speed: 'slow', origin: 'crm' });
    expect(server('crm').labels('search')).toEqual({ origin: 'crm' });
    expect(server('pay').labels('refund')).toEqual({});
  });

  test('credentials are named, never held', () => {
    expect(server('crm').transport).toMatchObject({
      url: { env: 'CRM_URL', default: 'https://crm.internal/mcp', secret: false },
      hosts: ['crm.internal', 'crm.internal:8443'],
      credentials: {
        authorization: { env: 'CRM_TOKEN', prefix: 'Bearer ', secret: true },
        'x-api-key': { file: 'secrets/crm.key', secret: true },
      },
    });
    expect(server('files').transport).toMatchObject({
      env: { NODE_ENV: 'production', TOKEN: { env: 'FILES_TOKEN', secret: true }, LEVEL: { secret: false } },
    });
  });
});

test('a label called constructor is a label', () => {
  expect(agent('support-bot').labels).toEqual({ tier: 'internal', constructor: 'odd' });
});

test('names in the catalog follow the template', () => {
  expect(plan.catalog.name('crm', 'search')).toBe('crm__search');
  expect(plan.catalog.alias).toEqual({ find: 'crm__search', crm__q: 'crm__search' });
});
