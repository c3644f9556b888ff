// Scopes end to end: real tokens at an emitted gateway, in both eras, for everything that can be asked of a thing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../runtime/contract/audit.ts';
import { AUDIENCE, type IssuerServer, startIssuer } from '../agents/issuer.ts';
import { type Backend, startBackend, tool } from '../backends/index.ts';
import { META } from '../hosts/suite/clients.ts';
import { addressesOf, webServers } from '../hosts/suite/config.ts';
import { type Emitted, emit, hashOf, keyOf, type Serving, serve, until } from '../hosts/suite/emitted.ts';

let issuer: IssuerServer;
let backend: Backend;
let emitted: Emitted;
let gateway: Serving;

const gatewayFor = (issued: string): string => `version: 1
name: scoped
listen: { hosts: [mcp.acme.test] }
agents:
  bot: { roles: [reader], keys: ["${hashOf('bot')}"] }
issuers: [{ issuer: ${issued}, audience: ${AUDIENCE}, agent: claims.sub }]
servers:
${webServers(['crm'])}
access:
  - { name: all, allow: crm__read, to: { role: reader } }
  - { name: reads, allow: { tools: [crm__read], prompts: [crm__ask], resources: ["docs://**"] }, to: { scope: [crm.read, crm.write] } }
  - { name: writes, allow: crm__write, to: { scope: crm.write } }
  - { name: pays, allow: crm__pay, to: { scope: [pay.large, pay.all] }, when: 'args.amount < 100 || "pay.check" in agent.scopes' }
  - { name: no-bulk, deny: crm__write, when: has(args.amount) && args.amount > 5000, message: Too much. }
`;

const thing = (of: object, result?: object) => ({
  definition: JSON.stringify(of),
  ...(result && { result: JSON.stringify(result) }),
});
const page = { contents: [{ uri: 'docs://a', text: 'a' }] };

beforeAll(async () => {
  issuer = await startIssuer();
  backend = await startBackend({
    eras: ['modern', 'legacy'],
    tools: [tool('read'), tool('write'), tool('pay')],
    prompts: [thing({ name: 'ask' }, { messages: [] })],
    resources: [thing({ uri: 'docs://a', name: 'a' }, page)],
    templates: [thing({ uriTemplate: 'docs://b/{page}', name: 'b' }, page)],
  });
  emitted = await emit(gatewayFor(issuer.issuer));
  gateway = await serve(emitted, addressesOf({ crm: backend }));
  await until(async () => (await modern(await bearer(), 'tools/list')).body.result?.tools?.length === 3);
});
afterAll(async () => {
  await gateway?.stop();
  emitted?.remove();
  await Promise.all([issuer?.close(), backend?.stop()]);
});

interface Said {
  readonly status: number;
  readonly asks: string | null;
  readonly body: {
    readonly result?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[] | undefined>>;
    readonly error?: {
      readonly code: number;
      readonly message: string;
      readonly data: Record<string, unknown>;
    };
  };
}
/** One message to the gateway, with a credential. */
type Ask = (credential: string, method: string, params?: object) => Promise<Said>;

const now = (): number => Math.floor(Date.now() / 1000);
const bearer = (scope = ''): Promise<string> => issuer.token({ iat: now(), exp: now() + 300, scope });

async function post(credential: string, fields: object, message: object): Promise<Response> {
  return await fetch(gateway.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${credential}`,
      ...fields,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }),
  });
}

async function saidOf(response: Response): Promise<Said> {
  const text = await response.text();
  const json = text.startsWith('{') ? text : /^data: (\{.*"id":1.*)$/m.exec(text)![1]!;
  return { status: response.status, asks: response.headers.get('www-authenticate'), body: JSON.parse(json) };
}

const modern: Ask = async (credential, method, params = {}) => {
  const { name, uri } = params as { readonly name?: string; readonly uri?: string };
  const named = name ?? uri;
  const mirrored = named === undefined ? {} : { 'mcp-name': named };
  const fields = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, ...mirrored };
  return saidOf(await post(credential, fields, { method, params: { ...params, _meta: META } }));
};

const legacy: Ask = async (credential, method, params = {}) => {
  const client = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  };
  const opened = await post(credential, {}, { method: 'initialize', params: client });
  await opened.text();
  const session = {
    'mcp-session-id': opened.headers.get('mcp-session-id')!,
    'mcp-protocol-version': '2025-11-25',
  };
  return saidOf(await post(credential, session, { method, params }));
};

const call = (name: string, args: object = {}) => ({ name, arguments: args });
const COMPLETE = { ref: { type: 'ref/prompt', name: 'crm__ask' }, argument: { name: 'page', value: '' } };
const OF_TEMPLATE = {
  ref: { type: 'ref/resource', uri: 'docs://b/{page}' },
  argument: { name: 'page', value: '' },
};

async function recordOf({ body }: Said): Promise<AuditRecord> {
  return gateway.audited(({ ref }) => ref === body.error?.data.reference);
}

describe.each<readonly [string, Ask]>([
  ['2026-07-28', modern],
  ['2025-11-25', legacy],
])('in %s', (revision, ask) => {
  it.each<readonly [string, object, string, string]>([
    ['tools/call', call('crm__read'), 'crm.read', 'reads'],
    ['tools/call', call('crm__write', { amount: 50 }), 'crm.write', 'writes'],
    ['prompts/get', { name: 'crm__ask' }, 'crm.read', 'reads'],
    ['resources/read', { uri: 'docs://a' }, 'crm.read', 'reads'],
    ['resources/read', { uri: 'docs://b/c' }, 'crm.read', 'reads'],
  ])('%s %j is answered by the scope that it lacks: %s', async (method, params, scope, rule) => {
    const said = await ask(await bearer('other'), method, params);
    expect(said).toMatchObject({
      status: 403,
      asks: `Bearer realm="scoped", resource_metadata="https://mcp.acme.test/.well-known/oauth-protected-resource/mcp", error="insufficient_scope", scope="${scope}"`,
      body: {
        error: {
          code: 403,
          message: `The token lacks the scope "${scope}". Get a token that has it as well, and send the call again.`,
          data: { scopes: [scope] },
        },
      },
    });
    expect(await recordOf(said)).toMatchObject({
      ...{
        decision: 'challenge',
        stage: 'access',
        rule,
        scopes: [scope],
        place: expect.stringMatching(/^gateway.yaml:/),
      },
      ...{ agent: 'ann', auth: 'token', status: 403, code: 403, method, server: 'crm', isError: false },
      reason: `The token lacks the scope "${scope}".`,
    });
    expect((await ask(await bearer(`other ${scope}`), method, params)).status).toBe(200);
  });

  it('shows what a better token could reach, and nothing of it to keys', async () => {
    const lists = ['tools', 'prompts', 'resources', 'resourceTemplates'] as const;
    const seen = async (credential: string, of: string) => {
      const { result = {} } = (await ask(credential, of)).body;
      return lists
        .flatMap((kind) => result[kind] ?? [])
        .map((one) => String(one.name))
        .sort();
    };
    for (const credential of [await bearer(), await bearer('crm.write')]) {
      expect(await seen(credential, 'tools/list')).toEqual(['crm__pay', 'crm__read', 'crm__write']);
      expect(await seen(credential, 'prompts/list')).toEqual(['crm__ask']);
      expect(await seen(credential, 'resources/list')).toEqual(['a']);
      expect(await seen(credential, 'resources/templates/list')).toEqual(['b']);
    }
    expect(await seen(keyOf('bot'), 'tools/list')).toEqual(['crm__read']);
    for (const of of ['prompts/list', 'resources/list', 'resources/templates/list'])
      expect(await seen(keyOf('bot'), of)).toEqual([]);
    expect(await ask(keyOf('bot'), 'tools/call', call('crm__write'))).toMatchObject({
      ...{ status: 200, asks: null, body: { error: { code: -32602, message: 'Unknown tool: crm__write' } } },
    });
  });

  it('asks for several at once, where one is not enough', async () => {
    const paying = async (scope: string, amount: number) => {
      const { asks } = await ask(await bearer(scope), 'tools/call', call('crm__pay', { amount }));
      return asks?.replace(/.* scope=/, '') ?? null;
    };
    expect(await paying('crm.read', 50)).toBe('"pay.all"');
    expect(await paying('crm.read', 500)).toBe('"pay.all pay.check"');
    expect(await paying('pay.large', 500)).toBe('"pay.check"');
    expect(await paying('pay.check', 500)).toBe('"pay.all"');
    expect(await paying('pay.check pay.all', 500)).toBeNull();
  });

  it('denies what would be denied with any scope, and says what the deny says', async () => {
    const bulk = call('crm__write', { amount: 6000 });
    const plain = await ask(await bearer(), 'tools/call', bulk);
    expect(plain).toMatchObject({ status: 200, asks: null, body: { result: { isError: true } } });
    const scoped = await ask(await bearer('crm.write'), 'tools/call', bulk);
    expect(scoped.body.result?.content?.[0]?.text).toMatch(/^Too much\./);
  });

  it('tells nothing of a thing by other ways either', async () => {
    for (const params of [COMPLETE, OF_TEMPLATE]) {
      const said = await ask(await bearer('other'), 'completion/complete', params);
      expect(said).toMatchObject({ status: 403, body: { error: { data: { scopes: ['crm.read'] } } } });
      expect(await recordOf(said)).toMatchObject({ decision: 'challenge', scopes: ['crm.read'] });
      expect((await ask(await bearer('crm.write'), 'completion/complete', params)).status).not.toBe(403);
    }
    if (revision === '2026-07-28') return;
    const watch = (scope: string) =>
      bearer(scope).then((token) => ask(token, 'resources/subscribe', { uri: 'docs://a' }));
    expect(await watch('other')).toMatchObject({
      status: 403,
      body: { error: { data: { scopes: ['crm.read'] } } },
    });
    expect((await watch('crm.read')).status).toBe(200);
  });
});

it('says which scopes there are where it says whose tokens it takes', async () => {
  const page = await fetch(gateway.url.replace('/mcp', '/.well-known/oauth-protected-resource/mcp'));
  expect(await page.json()).toMatchObject({
    scopes_supported: ['crm.read', 'crm.write', 'pay.all', 'pay.large'],
  });
});

it('leaves scopes out of records that ask for none', async () => {
  await modern(await bearer('crm.write'), 'tools/call', call('crm__write'));
  const record = await gateway.audited(({ rule, decision }) => rule === 'writes' && decision === 'allow');
  expect(record).not.toHaveProperty('scopes');
});
