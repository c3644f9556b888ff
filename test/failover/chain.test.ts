// One call along a chain, its links answered by hand: what is tried next, and what never is.
import { describe, expect, it } from 'vitest';
import type { CallContext } from '../../runtime/contract/attempt.ts';
import type { CatalogItem } from '../../runtime/contract/catalog.ts';
import type { ClientMessage, ServerMessage } from '../../runtime/contract/message.ts';
import type { ChainPlan, LinkPlan } from '../../runtime/contract/plan-ways.ts';
import type { BackendFailure } from '../../runtime/contract/server.ts';
import type { RoutingContext } from '../../runtime/contract/ways.ts';
import { failoverStage } from '../../runtime/failover/index.ts';
import { concat, decode, encode } from '../../runtime/protocol/bytes.ts';
import { scanClient } from '../../runtime/protocol/scan-client.ts';
import { splice } from '../../runtime/protocol/splice.ts';
import { fakeTime } from '../catalog/fakes.ts';
import { agent, callOf, tool } from '../gateway/facts.ts';
import { result } from '../gateway/world.ts';
import { REFUSED, RESET, type Scripted, scripted } from '../servers/scripted.ts';

const reads = { args: true, request: false };
const link = (server: string, more: Partial<LinkPlan> = {}): LinkPlan => ({
  ...{ server, tool: 'write', args: null, reads, readOnly: () => false },
  ...more,
});
const TIMEOUT = { ...RESET, kind: 'timeout' } as const;

function world(changed: Partial<ChainPlan> = {}, offered: readonly string[] = ['a', 'b', 'c']) {
  const time = fakeTime();
  const servers = new Map(offered.map((name) => [`${name}__write`, scripted(name)]));
  const check = (call: { args: unknown }) => ((call.args as { bad?: true }).bad ? 'bad' : null);
  const item = (name: string, backend: Scripted) =>
    ({ original: `${name}!`, backend, timeoutMs: 400, mirror: null, check }) as unknown as CatalogItem;
  const chain: ChainPlan = {
    ...{ place: 'gateway.yaml:9', links: [link('a'), link('b'), link('c')], safe: false, timeoutMs: 1000 },
    ...{ on: { kinds: ['unreachable', 'timeout', 'http-5xx'], results: [] }, retryAfterMs: null },
    ...changed,
  };
  const plan = { failover: { codegen: chain }, catalog: { name: (s: string, t: string) => `${s}__${t}` } };
  const find = (name: string) => (servers.has(name) ? item(name, servers.get(name)!) : undefined);
  const context = { plan, environment: { clock: time.clock }, find } as unknown as RoutingContext;
  const call = failoverStage(context).chain('codegen', '');
  return { time, call, of: (name: string) => servers.get(`${name}__write`)!.calls };
}

function send({ call }: ReturnType<typeof world>, args = '{"text":"x"}') {
  const bytes = encode(
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"generate","arguments":${args}}}`,
  );
  const message = scanClient(bytes, { depth: 64 }) as ClientMessage;
  const of = {
    ...{ request: { agent: agent() }, facts: callOf(JSON.parse(args)) },
    ...{ item: { facts: tool() }, attempts: null },
  } as unknown as CallContext;
  const sent: { answer: ServerMessage | null; failure: BackendFailure | null } = {
    answer: null,
    failure: null,
  };
  const cancel = call(
    { subject: 'generate', renamed: message.nameSpan, message, paramFields: [], timeoutMs: 1000, of },
    {
      notification() {},
      answer: (answer) => Object.assign(sent, { answer }),
      failed: (failure) => Object.assign(sent, { failure }),
    },
  );
  return Object.assign(sent, {
    cancel,
    of,
    skipped: () => of.attempts?.map(({ server, what }) => `${server} ${what}`),
  });
}

describe('a chain', () => {
  it('goes on where a link was not reached, whatever the tool, each link once', () => {
    const chain = world();
    const sent = send(chain);
    expect(chain.of('a')[0]!.call.subject).toBe('a__write!');
    chain.of('a')[0]!.fail(REFUSED);
    chain.of('b')[0]!.answer();
    expect([sent.answer, chain.of('c').length]).toEqual([expect.anything(), 0]);
  });

  it('stops where the call may have run, unless it is safe', () => {
    const chain = world();
    const sent = send(chain);
    chain.of('a')[0]!.fail(TIMEOUT);
    expect(sent.failure).toMatchObject({ kind: 'timeout', begun: true, tried: ['a'] });
    expect(sent.skipped()).toEqual(['b may have run', 'c may have run']);
    const safe = world({ safe: true });
    send(safe);
    safe.of('a')[0]!.fail(TIMEOUT);
    expect(safe.of('b')).toHaveLength(1);
  });

  it('goes on to a link that was reviewed as only reading, after one that was', () => {
    const links = [link('a', { readOnly: () => true }), link('b'), link('c', { readOnly: () => true })];
    const chain = world({ links });
    const sent = send(chain);
    chain.of('a')[0]!.fail(TIMEOUT);
    expect([chain.of('b').length, chain.of('c').length]).toEqual([0, 1]);
    chain.of('c')[0]!.answer();
    expect(sent.answer).not.toBeNull();
  });

  it('goes on only after what its triggers name; a link that was not tried is passed by anyhow', () => {
    const chain = world({ on: { kinds: ['timeout'], results: [] }, safe: true });
    const sent = send(chain);
    chain.of('a')[0]!.fail({ ...REFUSED, retryAfterMs: 3000 });
    chain.of('b')[0]!.fail({ kind: 'http', status: 503 });
    expect(sent.failure).toMatchObject({ kind: 'http', status: 503, tried: ['a', 'b'] });
    expect(chain.of('c')).toHaveLength(0);
  });

  it.each([
    ['http-5xx', { kind: 'http', status: 500 }, true],
    ['http-5xx', { kind: 'http', status: 429 }, false],
    ['http-429', { kind: 'http', status: 429 }, true],
    ['unreachable', { kind: 'reset' }, true],
    ['unreachable', { kind: 'protocol' }, true],
    ['unreachable', { kind: 'http', status: 404 }, false],
  ] as const)('%s means %j: %s', (kind, failure, goesOn) => {
    const chain = world({ on: { kinds: [kind], results: [] }, safe: true });
    send(chain);
    chain.of('a')[0]!.fail(failure);
    expect(chain.of('b')).toHaveLength(goesOn ? 1 : 0);
  });

  it('says of all that are down what was tried, and the shortest time to come back', () => {
    const chain = world({ safe: true }, ['a', 'c']);
    const sent = send(chain);
    chain.of('a')[0]!.fail({ ...REFUSED, retryAfterMs: 9000 });
    chain.of('c')[0]!.fail({ ...REFUSED, retryAfterMs: 4000 });
    expect(sent.failure).toMatchObject({
      kind: 'unreachable',
      begun: false,
      sent: false,
      tried: ['a', 'c'],
      retryAfterMs: 4000,
    });
    expect(sent.skipped()).toEqual(['b not offered']);
  });

  it('gives each link what is left of its one deadline', async () => {
    const chain = world({ safe: true });
    const sent = send(chain);
    for (const [at, name] of ['a', 'b', 'c'].entries()) {
      expect(chain.of(name)[0]!.call.timeoutMs).toBe([400, 400, 200][at]);
      await chain.time.advance(400);
      chain.of(name)[0]!.fail(TIMEOUT);
    }
    expect(sent.failure).toMatchObject({ kind: 'unreachable', begun: true });
  });

  it('says that time ran out where links are left', async () => {
    const chain = world({ safe: true });
    const sent = send(chain);
    await chain.time.advance(1000);
    chain.of('a')[0]!.fail(TIMEOUT);
    expect(sent.failure).toMatchObject({ kind: 'timeout', begun: true, tried: ['a'] });
  });

  it('cancels the link that is under way', () => {
    const chain = world();
    const sent = send(chain);
    chain.of('a')[0]!.fail(REFUSED);
    sent.cancel();
    expect(chain.of('b')[0]!.cancelled).toBe(true);
  });

  it('passes the last answer on where no further link may answer', () => {
    const holds = () => true;
    const on = { kinds: [], results: [{ reads, holds }] };
    const chain = world({ on, links: [link('a'), link('b')] });
    const sent = send(chain);
    chain.of('a')[0]!.answer();
    expect(sent.answer).not.toBeNull();
    expect(chain.of('b')).toHaveLength(0);
  });

  it('maps arguments, checks them against the link, and leaves out a link that they do not fit', () => {
    const args = (_: unknown, __: unknown, given: unknown) =>
      `{"prompt":${JSON.stringify((given as { text: string }).text)}}`;
    const fails = () => {
      throw new Error('no such key');
    };
    const links = [
      link('a', { args: () => '{"bad":true}' }),
      link('b', { args: fails }),
      link('c', { args }),
    ];
    const chain = world({ links });
    const sent = send(chain);
    expect(sent.skipped()).toEqual(['a arguments do not fit', 'b arguments cannot be mapped']);
    const { message, edits } = chain.of('c')[0]!.call;
    const json = JSON.parse(decode(concat(splice(message.bytes, [...edits!]))));
    expect(json.params).toEqual({ name: 'generate', arguments: { prompt: 'x' } });
  });

  it('reads results with what was cut out of them, and errors by their code', () => {
    const texts: string[] = [];
    const holds = (_a: unknown, _t: unknown, _g: unknown, _r: unknown, { text }: { text: string }) => {
      texts.push(text);
      return text.includes('overloaded');
    };
    const chain = world({ on: { kinds: [], results: [{ reads, holds }] }, safe: true });
    send(chain);
    const whole = result(
      '{"content":[{"type":"text","text":"model overloaded"},{"type":"text","text":"again"}],"isError":true}',
    );
    expect(whole.isError).toBe(true);
    const backend = chain.of('a')[0]!;
    backend.answer(whole);
    expect([texts, chain.of('b').length]).toEqual([['model overloaded\nagain'], 1]);
  });
});
