// From a plan to what a run knows: names of tools, and which server stands behind an address.
import { expect, test } from 'vitest';
import { addressesOf } from '../../compiler/testing/world/addresses.ts';
import { knownTools } from '../../compiler/testing/world/names.ts';
import { planOf, WorldError } from '../../compiler/testing/world/world.ts';
import type { Bundle } from '../../runtime/contract/gateway.ts';
import type { Plan, ServerPlan, Value } from '../../runtime/contract/plan.ts';

function server(
  name: string,
  transport: ServerPlan['transport'],
  rename: Record<string, string> = {},
): ServerPlan {
  return {
    name,
    place: 'gateway.yaml:1',
    transport,
    timeoutMs: 1,
    offers: () => true,
    rename,
    labels: () => ({}),
  };
}

const http = (url: Value) => ({ kind: 'http', url, hosts: [], credentials: {} }) as const;
const stdio = (env: Record<string, Value>) => ({ kind: 'stdio', command: ['node', 'x.js'], env }) as const;

function planWith(servers: readonly ServerPlan[], alias: Record<string, string> = {}): Plan {
  return {
    name: 'acme',
    policy: { hash: '', compiler: '' },
    listen: { host: '127.0.0.1', port: 1, path: '/mcp', hosts: [], origins: [] },
    agents: [],
    anonymous: null,
    servers,
    catalog: { name: (from, tool) => `${from}__${tool}`, alias },
    access: [],
    limits: [],
  };
}

const resolve = (value: Value): string => (typeof value === 'string' ? value : 'https://late.internal/x');
const toolsOf = (backend: ((text: string) => { readonly text: string }) | undefined): string[] => {
  const answer =
    backend?.('{"jsonrpc":"2.0","id":1,"method":"tools/list"}').text ?? '{"result":{"tools":[]}}';
  return (JSON.parse(answer) as { result: { tools: { name: string }[] } }).result.tools.map(
    ({ name }) => name,
  );
};

test('tools have catalog names, after rename, and old names', () => {
  const plan = planWith([server('crm', http('https://crm/mcp'), { q: 'search' })], {
    old: 'crm__search',
    lost: 'x',
  });
  const known = knownTools(plan, new Map([['crm', { q: {}, constructor: {} }]]));
  expect([...known.keys()]).toEqual(['crm__search', 'crm__constructor', 'old']);
  expect(known.get('old')?.server).toBe('crm');
});

test('servers of one URL are one server; others stay apart', () => {
  const late = { env: 'URL', secret: false } as const;
  const plan = planWith([
    server('a', http('https://one.internal/mcp?x=1')),
    server('b', http('https://one.internal:443/mcp?x=1')),
    server('c', http(late)),
  ]);
  const found = addressesOf(
    plan,
    {
      offered: new Map([
        ['a', { t: {} }],
        ['b', { u: {} }],
        ['c', { v: {} }],
      ]),
    },
    resolve,
  );
  expect(toolsOf(found.http('https://one.internal/mcp?x=1'))).toEqual(['t', 'u']);
  expect(toolsOf(found.http('https://late.internal/x'))).toEqual(['v']);
  expect(found.http('https://one.internal/mcp')).toBeUndefined();
});

test('children of one command are told apart by their environment', () => {
  const plan = planWith([server('a', stdio({ MODE: 'ro' })), server('b', stdio({ MODE: 'rw' }))]);
  const found = addressesOf(
    plan,
    {
      offered: new Map([
        ['a', { t: {} }],
        ['b', { u: {} }],
      ]),
    },
    resolve,
  );
  expect(toolsOf(found.child(['node', 'x.js'], { PATH: '/bin', MODE: 'rw' }))).toEqual(['u']);
  expect(toolsOf(found.child(['node', 'x.js'], { PATH: '/bin', MODE: 'ro' }))).toEqual(['t']);
  expect(found.child(['node', 'y.js'], { MODE: 'ro' })).toBeUndefined();
});

test('a gateway that cannot be made is a WorldError with the reason', () => {
  const bundle: Bundle = {
    policy: { name: 'acme', hash: '', compiler: '' },
    createGateway() {
      throw new Error('X is missing');
    },
  };
  const dummies = { env: () => undefined, readFile: () => '', resolve };
  const make = () => planOf({ bundle, dummies, offered: new Map(), clock: 0 });
  expect(make).toThrow(WorldError);
  expect(make).toThrow('The gateway does not start: X is missing');
});
