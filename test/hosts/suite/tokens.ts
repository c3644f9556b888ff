// Agents with tokens at an emitted gateway: let in, told apart, asked for a token, and never seen by servers.
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AUDIENCE, type IssuerServer, startIssuer } from '../../agents/issuer.ts';
import { type Backend, startBackend, tool } from '../../backends/index.ts';
import type { Host } from '../hosts.ts';
import { META } from './clients.ts';
import { addressesOf, webServers } from './config.ts';
import { type Emitted, emit, type Serving, serve, until } from './emitted.ts';

const MCP_FIELDS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

const METADATA = '/.well-known/oauth-protected-resource';

const gatewayFor = (issuer: string, { worker }: Host): string => `version: 1
name: suite
hosts: [${worker ? 'workers' : 'node>=20.19'}]
${worker ? 'listen: { hosts: [mcp.acme.test], seal: [{ env: SEAL_KEY }] }' : ''}
issuers:
  - issuer: ${issuer}
    audience: ${AUDIENCE}
    agent: claims.sub
    team: 'has(claims.team) ? claims.team : ""'
    roles: claims.?groups.orValue([])
    claims: { team: string, groups: [string] }
teams: { pay: {} }
servers:
${webServers(['old', 'new'])}
access:
  - { name: payers, allow: "*__pay", to: { team: pay }, when: '"cashier" in agent.roles' }
  - { name: everybody, allow: "*__echo" }
`;

interface Answer {
  readonly result?: { readonly isError?: boolean; readonly tools?: readonly { readonly name: string }[] };
}

export function tokens(host: Host): void {
  let issuer: IssuerServer;
  let backends: Readonly<Record<'old' | 'new', Backend>>;
  let emitted: Emitted;
  let gateway: Serving;

  beforeAll(async () => {
    const tools = [tool('echo'), tool('pay')];
    issuer = await startIssuer();
    backends = {
      old: await startBackend({ eras: ['legacy'], tools }),
      new: await startBackend({ eras: ['modern'], tools }),
    };
    emitted = await emit(gatewayFor(issuer.issuer, host));
    const secret = 'a secret of thirty-two characters or more';
    gateway = await serve(emitted, { ...addressesOf(backends), SEAL_KEY: secret }, host);
    await until(async () => (await toolsOf(await token())).length === 2);
  });
  afterAll(async () => {
    await gateway?.stop();
    emitted?.remove();
    await Promise.all([issuer?.close(), backends?.old.stop(), backends?.new.stop()]);
  });

  const now = (): number => Math.floor(Date.now() / 1000);
  const token = (claims: object = {}): Promise<string> =>
    issuer.token({ iat: now(), exp: now() + 300, ...claims });

  function post(
    bearer: string | null,
    method: string,
    params: object = {},
    fields: object = {},
  ): Promise<Response> {
    const { name } = params as { readonly name?: string };
    return fetch(gateway.url, {
      method: 'POST',
      headers: {
        ...MCP_FIELDS,
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        ...(name === undefined ? {} : { 'mcp-name': name }),
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...fields,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: META } }),
    });
  }
  async function toolsOf(bearer: string): Promise<string[]> {
    const { result } = (await (await post(bearer, 'tools/list')).json()) as Answer;
    return (result?.tools ?? []).map(({ name }) => name).sort();
  }

  it('shows agents what their claims let them see', async () => {
    expect(await toolsOf(await token())).toEqual(['new__echo', 'old__echo']);
    const cashier = await token({ sub: 'bob', team: 'pay', groups: ['cashier'] });
    expect(await toolsOf(cashier)).toEqual(['new__echo', 'new__pay', 'old__echo', 'old__pay']);
  });

  it('calls for them, tells the audit log who, and no server the token', async () => {
    const bearer = await token({ sub: 'carol', team: 'pay', groups: ['cashier'] });
    for (const name of ['old__pay', 'new__pay']) {
      const answer = (await (await post(bearer, 'tools/call', { name, arguments: {} })).json()) as Answer;
      expect(answer.result?.isError ?? false).toBe(false);
    }
    const record = await gateway.audited(
      ({ agent, tool: called }) => agent === 'carol' && called === 'new__pay',
    );
    expect(record).toMatchObject({
      decision: 'allow',
      auth: 'token',
      issuer: issuer.issuer,
      team: 'pay',
      rule: 'payers',
    });
    const sent = [...backends.old.requests, ...backends.new.requests].map(({ fields }) => fields.join('\n'));
    expect(sent.length).toBeGreaterThan(2);
    expect(sent.filter((fields) => /authorization|eyJ/i.test(fields))).toEqual([]);
  });

  it('asks who has none, or a bad one, for a token, and says where to get it', async () => {
    for (const [bearer, more] of [
      [null, ''],
      [`${await token()}x`, ', error="invalid_token"'],
      [await token({ aud: 'https://mcp.other.test/mcp' }), ', error="invalid_token"'],
      [await token({ exp: now() - 60 }), ', error="invalid_token"'],
    ] as const) {
      const { status, headers } = await post(bearer, 'tools/list');
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toBe(
        `Bearer realm="suite", resource_metadata="https://mcp.acme.test${METADATA}/mcp"${more}`,
      );
    }
  });

  it('describes itself to everybody, at both well-known places, and only there', async () => {
    const base = new URL(gateway.url).origin;
    for (const path of [METADATA, `${METADATA}/mcp`]) {
      const answer = await fetch(base + path);
      expect([answer.status, await answer.json()]).toEqual([
        200,
        {
          resource: AUDIENCE,
          authorization_servers: [issuer.issuer],
          bearer_methods_supported: ['header'],
          resource_name: 'suite',
        },
      ]);
    }
    expect((await fetch(`${base}${METADATA}/other`)).status).toBe(404);
    expect((await fetch(base + METADATA, { method: 'POST' })).status).toBe(405);
    expect((await fetch(base + METADATA, { method: 'HEAD' })).status).toBe(200);
  });

  it('asks an issuer once for its keys, however many come at once', async () => {
    const before = issuer.asked.length;
    const bearers = await Promise.all(Array.from({ length: 50 }, (_, at) => token({ sub: `agent ${at}` })));
    const answers = await Promise.all(bearers.map((bearer) => post(bearer, 'tools/list')));
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(issuer.asked.length).toBe(before);
  });

  it('keeps a session for its agent, whatever token it comes with, and from every other', async () => {
    const initialize = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
    };
    const send = (bearer: string, body: object, fields: object = {}): Promise<Response> =>
      fetch(gateway.url, {
        method: 'POST',
        headers: { ...MCP_FIELDS, authorization: `Bearer ${bearer}`, ...fields },
        body: JSON.stringify(body),
      });
    const opened = await send(await token({ sub: 'dora' }), initialize);
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id')! };
    const ping = { jsonrpc: '2.0', id: 2, method: 'ping' };
    const fresh = await token({ sub: 'dora', iat: now() - 1 });
    expect(decodeJwt(fresh).sub).toBe('dora');
    expect((await send(fresh, ping, session)).status).toBe(200);
    expect((await send(await token({ sub: 'eve' }), ping, session)).status).toBe(404);
  });
}
