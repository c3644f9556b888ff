import { describe, expect, it } from 'vitest';
import { StartError } from '../../runtime/contract/gateway.ts';
import type { BackendFailure } from '../../runtime/contract/server.ts';
import { serverPlan } from '../catalog/fakes.ts';
import { agent, limit, rule } from './facts.ts';
import { open, result } from './world.ts';

const ALLOW = rule({ effect: 'allow', name: 'reads', place: 'gateway.yaml:4' });
const CALL = { name: 'crm__search', arguments: { q: 'x' } };
const failing = (failure: Partial<BackendFailure>) => ({
  access: [ALLOW],
  script: (_call: unknown, sink: { failed(failure: BackendFailure): void }) =>
    sink.failed({
      kind: 'reset',
      status: null,
      begun: true,
      sent: true,
      detail: 'the connection was reset',
      ...failure,
    }),
});

describe('a call', () => {
  it('passes, and is audited with its rule and place', async () => {
    const world = await open({ access: [ALLOW] });
    const { status, body } = await world.ask('tools/call', CALL, { id: '"abc"' });
    expect(status).toBe(200);
    expect(body).toEqual({ jsonrpc: '2.0', id: 'abc', result: { resultType: 'complete', content: [] } });
    expect(world.calls[0]).toMatchObject({ subject: 'search', timeoutMs: 30_000 });
    expect(world.audit).toHaveLength(1);
    expect(world.audit[0]).toMatchObject({
      decision: 'allow',
      stage: 'answer',
      rule: 'reads',
      place: 'gateway.yaml:4',
      agent: 'bot',
      team: 'support',
      auth: 'key',
      tool: 'crm__search',
      original: 'search',
      server: 'crm',
      status: 200,
      isError: false,
      policy: 'ab'.repeat(32),
    });
  });

  it('keeps the tool’s own error as it is, and records it', async () => {
    const script = (_call: unknown, sink: { answer(message: ReturnType<typeof result>): void }) =>
      sink.answer(result('{"content":[],"isError":true}'));
    const world = await open({ access: [ALLOW], script });
    expect((await world.ask('tools/call', CALL)).body.result).toMatchObject({ isError: true });
    expect(world.audit[0]).toMatchObject({ decision: 'allow', isError: true });
  });

  it('is answered alike for what is hidden and what does not exist', async () => {
    const world = await open({
      access: [rule({ effect: 'allow', tools: (name) => name === 'crm__search' })],
    });
    const hidden = await world.ask('tools/call', { name: 'crm__refund' });
    const missing = await world.ask('tools/call', { name: 'crm__nothing' });
    const reference = (answered: typeof hidden) =>
      answered.body.error!.data as unknown as { reference: string };
    expect(hidden.body.error).toEqual({
      code: -32602,
      message: 'Unknown tool: crm__refund',
      data: { reference: reference(hidden).reference },
    });
    expect(missing.body.error!.message).toBe('Unknown tool: crm__nothing');
    expect([hidden.status, missing.status]).toEqual([200, 200]);
    expect(world.audit.map(({ decision, stage }) => `${decision} ${stage}`)).toEqual([
      'hidden visible',
      'hidden resolve',
    ]);
    expect(world.audit[0]!.ref).toBe(reference(hidden).reference);
    expect(world.calls).toHaveLength(0);
  });

  it('is not echoed in full where its name is megabytes', async () => {
    const world = await open({ access: [ALLOW] });
    const name = 'x'.repeat(1_000_000);
    for (const ask of [world.ask('tools/call', { name }), world.ask(name)]) {
      expect(JSON.stringify(await ask).length).toBeLessThan(1000);
    }
    expect(JSON.stringify(world.audit).length).toBeLessThan(3000);
  });

  it('that is denied tells the agent the rule’s message and nothing else', async () => {
    const deny = rule({
      effect: 'deny',
      name: 'office-hours',
      place: 'gateway.yaml:9',
      when: () => true,
      could: () => true,
      message: 'Closed after 18:00.',
    });
    const world = await open({ access: [ALLOW, deny] });
    const { status, body } = await world.ask('tools/call', CALL);
    const { ref } = world.audit[0]!;
    expect(status).toBe(200);
    expect(body.result).toEqual({
      resultType: 'complete',
      content: [{ type: 'text', text: `Closed after 18:00. (reference ${ref})` }],
      isError: true,
    });
    expect(world.audit[0]).toMatchObject({
      decision: 'deny',
      stage: 'access',
      rule: 'office-hours',
      place: 'gateway.yaml:9',
    });
    expect(world.calls).toHaveLength(0);
  });

  it('over a limit is told which, and when to come back', async () => {
    const world = await open({ access: [ALLOW], limits: [limit({ rate: { intervalMs: 600, burst: 1 } })] });
    expect((await world.ask('tools/call', CALL)).status).toBe(200);
    const { status, fields, body } = await world.ask('tools/call', CALL);
    expect(status).toBe(429);
    expect(fields).toEqual(['retry-after', '1', 'ratelimit', '"per-agent";r=0;t=1']);
    expect(body.error).toMatchObject({ code: 429, data: { limit: 'per-agent', retryAfterMs: 600 } });
    expect(world.audit[1]).toMatchObject({
      decision: 'limited',
      stage: 'limits',
      rule: 'per-agent',
      place: 'gateway.yaml:9',
    });
    expect(world.calls).toHaveLength(1);
  });
});

describe('a call without an answer', () => {
  it('that was not sent is 503, and costs nothing', async () => {
    const limits = [limit({ rate: { intervalMs: 600, burst: 1 } })];
    const world = await open({ ...failing({ kind: 'unreachable', begun: false, sent: false }), limits });
    for (let i = 0; i < 3; i++) {
      const { status, fields, body } = await world.ask('tools/call', CALL);
      expect(status).toBe(503);
      expect(fields).toEqual(['retry-after', '1']);
      expect(body.error).toMatchObject({ code: 503, data: { tried: ['crm'], begun: false } });
    }
    expect(world.audit[0]).toMatchObject({
      decision: 'unavailable',
      stage: 'attempt',
      reason: 'the connection was reset',
      rule: 'reads',
      place: 'gateway.yaml:4',
    });
  });

  it('that may have begun is 502 or 504, says so, and is charged', async () => {
    const limits = [limit({ rate: { intervalMs: 600, burst: 1 } })];
    const world = await open({ ...failing({ kind: 'timeout' }), limits });
    const { status, body } = await world.ask('tools/call', CALL);
    expect(status).toBe(504);
    expect(body.error).toMatchObject({ code: 504, data: { begun: true } });
    expect(body.error!.message).toMatch(/may have been executed/);
    expect((await world.ask('tools/call', CALL)).status).toBe(429);
    const reset = await open(failing({ kind: 'reset' }));
    expect((await reset.ask('tools/call', CALL)).status).toBe(502);
  });

  it('that was sent and surely not executed says so, and is charged', async () => {
    const limits = [limit({ rate: { intervalMs: 600, burst: 1 } })];
    const world = await open({ ...failing({ kind: 'protocol', begun: false }), limits });
    const { status, body } = await world.ask('tools/call', CALL);
    expect(status).toBe(502);
    expect(body.error!.message).toMatch(/was not executed/);
    expect((await world.ask('tools/call', CALL)).status).toBe(429);
  });

  it('tells an agent nothing of the server’s insides', async () => {
    const world = await open(failing({ detail: 'ECONNRESET 10.0.0.7 secret-host' }));
    expect(JSON.stringify(await world.ask('tools/call', CALL))).not.toMatch(/10\.0\.0\.7|secret-host/);
  });

  it('because the client has gone cancels at the server, and is recorded', async () => {
    let cancelled = 0;
    const world = await open({ access: [ALLOW], script: () => () => (cancelled += 1) });
    const { answered, cancel } = world.send('tools/call', CALL);
    cancel();
    cancel();
    expect(cancelled).toBe(1);
    expect(answered).toEqual([]);
    expect(world.audit).toHaveLength(1);
    expect(world.audit[0]).toMatchObject({ status: 499, reason: 'cancelled by the client' });
  });

  it('because something threw is 500 without a word of it', async () => {
    const script = () => {
      throw new Error('secret detail');
    };
    const world = await open({ access: [ALLOW], script });
    const { status, body } = await world.ask('tools/call', CALL);
    expect([status, body.error!.code]).toEqual([500, -32603]);
    expect(JSON.stringify(body)).not.toContain('secret detail');
    expect(world.log.join('\n')).toContain('secret detail');
  });

  it('ends once, whatever the server does afterwards', async () => {
    const script = (
      _call: unknown,
      sink: Parameters<NonNullable<Parameters<typeof open>[0]>['script'] & object>[1],
    ) => {
      sink.answer(result('{"content":[]}'));
      sink.answer(result('{"content":[]}'));
      sink.failed({ kind: 'reset', status: null, begun: true, sent: true, detail: 'late' });
    };
    const world = await open({ access: [ALLOW], script });
    expect((await world.ask('tools/call', CALL)).status).toBe(200);
    expect(world.audit).toHaveLength(1);
  });
});

describe('parameters', () => {
  it('that a rule reads may hold integers up to 64 bits', async () => {
    const reads = { args: true, request: false };
    const asked = rule({ effect: 'allow', when: () => true, could: () => true, reads });
    const world = await open({ access: [asked] });
    const params = (n: string) => `{"name":"crm__search","arguments":{"n":${n}}}`;
    expect((await world.ask('tools/call', params('9223372036854775807'))).body.error).toBeUndefined();
    expect((await world.ask('tools/call', params('9223372036854775808'))).body.error!.code).toBe(-32602);
    expect(world.calls).toHaveLength(1);
  });

  it('that are mirrored into header fields must agree with them', async () => {
    const region = { type: 'string', 'x-mcp-header': 'Region' };
    const inputSchema = { type: 'object', properties: { region } };
    const world = await open({ access: [ALLOW], inputSchema });
    const call = { name: 'crm__search', arguments: { region: 'eu' } };
    expect((await world.ask('tools/call', call, { fields: ['mcp-param-region', 'eu'] })).status).toBe(200);
    const wrong = await world.ask('tools/call', call, { fields: ['mcp-param-region', 'us'] });
    expect([wrong.status, wrong.body.error!.code]).toEqual([400, -32020]);
    expect(world.calls[0]!.paramFields).toEqual(['mcp-param-region', 'eu']);
    const legacy = await world.ask('tools/call', call, { era: 'legacy' });
    expect(legacy.status).toBe(200);
    expect(world.calls[1]!.paramFields).toEqual(['mcp-param-region', 'eu']);
  });

  it('that a header field cannot carry are not sent without it', async () => {
    const inputSchema = { type: 'object', properties: { n: { type: 'integer', 'x-mcp-header': 'N' } } };
    const world = await open({ access: [ALLOW], inputSchema });
    const params = '{"name":"crm__search","arguments":{"n":9007199254740993}}';
    for (const era of ['legacy', 'modern'] as const) {
      const { body } = await world.ask('tools/call', params, { era });
      expect(body.error).toMatchObject({
        code: -32602,
        message: expect.stringContaining('n cannot be sent'),
      });
    }
    expect(world.calls).toHaveLength(0);
  });
});

describe('other methods', () => {
  it('list what the agent sees, in the shape of its era', async () => {
    const world = await open({
      access: [rule({ effect: 'allow', tools: (name) => name === 'crm__search' })],
    });
    const modern = await world.ask('tools/list', {});
    expect(modern.body.result).toMatchObject({ resultType: 'complete', cacheScope: 'private' });
    // Another agent may see less than one who sees everything.
    const all = await (await open({ access: [ALLOW] })).ask('tools/list', {});
    expect(all.body.result).toMatchObject({ cacheScope: 'private' });
    const legacy = await world.ask('tools/list', undefined, { era: 'legacy' });
    expect(legacy.body.result).toEqual({
      tools: [{ name: 'crm__search', annotations: { readOnlyHint: true } }],
    });
    expect((await world.ask('tools/list', { cursor: 'x' })).body.error!.code).toBe(-32602);
  });

  it('belong to their era', async () => {
    const world = await open();
    expect((await world.ask('ping', undefined, { era: 'legacy' })).body.result).toEqual({});
    expect((await world.ask('ping')).status).toBe(404);
    expect((await world.ask('server/discover')).body.result).toMatchObject({
      supportedVersions: ['2026-07-28'],
    });
    const unknown = await world.ask('server/discover', undefined, { era: 'legacy' });
    expect([unknown.status, unknown.body.error!.code]).toEqual([200, -32601]);
    expect((await world.ask('initialize', {}, { era: 'legacy' })).body.result).toMatchObject({
      protocolVersion: '2025-11-25',
      serverInfo: { name: 'test' },
    });
  });
});

describe('start', () => {
  it('names everything that is missing, at once', async () => {
    const servers = [
      serverPlan('a', {
        transport: {
          kind: 'http',
          url: { env: 'A_URL', secret: false },
          hosts: [],
          credentials: { 'x-api-key': { env: 'A_KEY', secret: true } },
        },
      }),
      serverPlan('b', {
        transport: {
          kind: 'http',
          url: 'http://127.0.0.1:1/',
          hosts: [],
          credentials: { authorization: { file: 'b.txt', secret: true } },
        },
      }),
    ];
    const opening = open({ servers, environment: { env: (name) => (name === 'A_KEY' ? '' : undefined) } });
    const error = await opening.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(StartError);
    expect(error.problems).toEqual([
      'environment variable A_URL is not set or is empty (server a, gateway.yaml:5)',
      'environment variable A_KEY is not set or is empty (server a, gateway.yaml:5)',
      'file b.txt cannot be read: no such file (server b, gateway.yaml:5)',
    ]);
  });
});

describe('drain', () => {
  it('waits for calls in flight and takes no new ones', async () => {
    let finish = () => {};
    const script = (_call: unknown, sink: { answer(message: ReturnType<typeof result>): void }) => {
      finish = () => sink.answer(result('{"content":[]}'));
    };
    const world = await open({ access: [ALLOW], script });
    const { answered } = world.send('tools/call', CALL);
    let drained = false;
    const draining = world.gateway.drain(30_000).then(() => {
      drained = true;
    });
    expect((await world.ask('tools/call', CALL, { agent: agent() })).status).toBe(503);
    expect([drained, world.gateway.readiness().ready]).toEqual([false, false]);
    finish();
    await draining;
    expect(answered[0]!.status).toBe(200);
  });

  it('ends after its window', async () => {
    const world = await open({ access: [ALLOW], script: () => () => {} });
    world.send('tools/call', CALL);
    const draining = world.gateway.drain(1_000);
    await world.time.advance(1_000);
    await draining;
  });
});

describe('servers that cannot be read', () => {
  const servers = [serverPlan('crm'), serverPlan('pay')];

  it('are marked in the record of a list that lacks them', async () => {
    const world = await open({ access: [ALLOW], servers, down: ['pay'] });
    const { body } = await world.ask('tools/list');
    expect((body.result as unknown as { tools: unknown[] }).tools).toHaveLength(2);
    expect(world.audit).toMatchObject([
      { decision: 'allow', stage: 'answer', method: 'tools/list', missing: ['pay'] },
    ]);
    const whole = await open({ access: [ALLOW], servers });
    await whole.ask('tools/list');
    expect(whole.audit).toEqual([]);
  });

  it('hold up a call of an unknown name for a second at most', async () => {
    const world = await open({ access: [ALLOW], servers, silent: ['pay'] });
    const { answered } = world.send('tools/call', { name: 'pay__search' });
    await world.time.advance(999);
    expect(answered).toEqual([]);
    await world.time.advance(1);
    expect(answered[0]?.body.error).toMatchObject({ code: -32602, message: 'Unknown tool: pay__search' });
  });

  it.each([
    ['down', 0],
    ['silent', 1000],
  ] as const)('are told where all are %s: nobody can say what there is', async (how, ms) => {
    const world = await open({ access: [ALLOW], servers, [how]: ['crm', 'pay'] });
    const { answered } = world.send('tools/call', CALL);
    await world.time.advance(ms);
    expect(answered[0]).toMatchObject({ status: 503, body: { error: { code: 503 } } });
    expect(answered[0]!.fields).toContain('retry-after');
    expect(answered[0]!.body.error!.data).toMatchObject({ tried: ['crm', 'pay'], retryAfterMs: 1000 });
    expect(world.audit[0]).toMatchObject({ decision: 'unavailable', stage: 'attempt', tool: 'crm__search' });
  });
});
