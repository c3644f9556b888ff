// What asking leaves behind: questions that nobody needs the answer of any more, and calls whose server has ended.
import { expect, it } from 'vitest';
import { askStage } from '../../runtime/asks/index.ts';
import type { Asked, AskedCall, AskingCall } from '../../runtime/contract/asks.ts';
import type { Environment } from '../../runtime/contract/environment.ts';
import type { ClientMessage, Era } from '../../runtime/contract/message.ts';
import type { BackendSink } from '../../runtime/contract/server.ts';
import { concat, decode, encode } from '../../runtime/protocol/bytes.ts';
import { scanClient, scanServer } from '../../runtime/protocol/scan.ts';
import { fakeTime } from '../catalog/fakes.ts';
import { agent } from '../gateway/facts.ts';

const CAPABILITIES = '{"elicitation":{}}';
const KEY = new Uint8Array(32);

function open(era: Era) {
  const time = fakeTime();
  const asked: Asked = { pushed: new Map(), parked: new Map() };
  const random = (count: number) => new Uint8Array(count).fill(7);
  const environment = { clock: time.clock, random, digest: (text: string) => text } as unknown as Environment;
  const stage = askStage({ environment, keys: [KEY], asked, late: null });
  const seen = { pushed: [] as string[], ended: [] as string[], required: [] as string[], held: 0 };
  let sink: BackendSink | null = null;
  let sent: AskedCall | null = null;
  const meta = `"_meta":{"io.modelcontextprotocol/clientCapabilities":${CAPABILITIES}}`;
  const json = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"t",${meta}}}`;
  const session = { key: 's', capabilities: CAPABILITIES, protocolVersion: '2025-11-25', expires: 1e9 };
  const request = {
    agent: agent(),
    message: scanClient(encode(json), { depth: 64 }) as ClientMessage,
    era,
    session: era === 'legacy' ? session : null,
  };
  const call = {
    request,
    server: 's',
    asked: 't',
    kinds: ['elicitation'],
    over: false,
    send(more: AskedCall, given: BackendSink) {
      sink = given;
      sent = more;
      return () => {};
    },
    hold() {
      seen.held += 1;
      return () => {
        seen.held -= 1;
      };
    },
    sent() {},
    push: (chunks: readonly Uint8Array[]) => void seen.pushed.push(decode(concat(chunks))),
    through: () => 'first',
    notify() {},
    require: (result: Uint8Array) => void seen.required.push(decode(result)),
    answer: () => void seen.ended.push('answered'),
    failed: () => void seen.ended.push('failed'),
    invalid: () => void seen.ended.push('invalid'),
  } as unknown as AskingCall;
  stage.attempt(call);
  /** The same call again, with these members more. */
  const again = (more: string): void => {
    const text = json.replace('"name"', `${more},"name"`);
    const message = scanClient(encode(text), { depth: 64 }) as ClientMessage;
    const through = () => 'second';
    stage.attempt({ ...call, through, request: { ...request, message } } as unknown as AskingCall);
  };
  return { time, asked, stage, seen, again, sink: sink! as BackendSink, sent: sent! as AskedCall };
}

const answer = (result: string) => scanServer(encode(`{"jsonrpc":"2.0","id":1,"result":${result}}`))!;
const ASK = '{"method":"elicitation/create","params":{}}';

it('gives up the other questions when one of them fails', () => {
  const { asked, stage, seen, sink } = open('legacy');
  sink.answer(answer(`{"resultType":"input_required","inputRequests":{"a":${ASK},"b":${ASK}}}`));
  expect(asked.pushed.size).toBe(2);
  const { id } = JSON.parse(seen.pushed[0]!);
  const said = `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"error":{"code":-1,"message":"no"}}`;
  stage.respond('s', scanClient(encode(said), { depth: 64 }) as ClientMessage);
  expect(seen.ended).toEqual(['failed']);
  expect(asked.pushed.size).toBe(0);
});

it.each(['answer', 'failed'] as const)(
  'holds no drain for a parked call of which the server has %s',
  async (end) => {
    const { time, asked, seen, sink } = open('modern');
    sink.asked!({ method: 'elicitation/create', params: '{}' }, () => {});
    await time.advance(10);
    expect(seen.required).toHaveLength(1);
    expect(seen.held).toBe(1);
    if (end === 'answer') sink.answer(answer('{"content":[]}'));
    else sink.failed({ kind: 'reset', status: null, begun: true, sent: true, detail: 'gone' });
    expect(seen.held).toBe(0);
    // Its client may still come for the end.
    expect(asked.parked.size).toBe(1);
  },
);

const ODD =
  '{ "message":"\\ud800 \u{1F600}","requestedSchema":{"type":"object","properties":{"n":{"maximum":9007199254740993,"x":1.0}}} }';

it('asks in the words of the server, and answers in those of the client', async () => {
  const legacy = open('legacy');
  legacy.sink.answer(
    answer(
      `{"resultType":"input_required","inputRequests":{"a":{"params":${ODD},"method":"elicitation/create"}}}`,
    ),
  );
  expect(legacy.seen.pushed[0]).toContain(`"params":${ODD}`);
  const modern = open('modern');
  const said: string[] = [];
  modern.sink.asked!({ method: 'elicitation/create', params: ODD }, (member) => said.push(member));
  await modern.time.advance(10);
  expect(modern.seen.required[0]).toContain(`"params":${ODD}`);
  const { inputRequests, requestState } = JSON.parse(modern.seen.required[0]!);
  const response = '{ "action":"accept","content":{"n":9007199254740993,"x":1.0} }';
  const responses = `{"${Object.keys(inputRequests)[0]}":${response}}`;
  // Its answer goes to whoever listens.
  expect(modern.sent.through!()).toBeNull();
  modern.again(`"inputResponses":${responses},"requestState":${JSON.stringify(requestState)}`);
  expect(modern.sent.through!()).toBe('second');
  expect(said).toEqual([`"result":${response}`]);
});

it.each(['legacy', 'modern'] as const)('takes nothing that is no JSON for a question (%s client)', (era) => {
  const said: string[] = [];
  const pushed = open(era);
  for (const params of ['{nonsense}', '1', '"x"'])
    pushed.sink.asked!({ method: 'elicitation/create', params }, (member) => said.push(member));
  expect(said.map((member) => member.startsWith('"error"'))).toEqual([true, true, true]);
  for (const requests of ['{"a":nonsense}', '{nonsense}', '[]', '{"a":{"method":1}}']) {
    const required = open(era);
    required.sink.answer(answer(`{"resultType":"input_required","inputRequests":${requests}}`));
    expect(required.seen.ended).toEqual(['failed']);
  }
  const urls = open(era);
  urls.sink.answer(
    scanServer(encode('{"jsonrpc":"2.0","id":1,"error":{"code":-32042,"message":"","data":nonsense}}'))!,
  );
  expect(urls.seen.ended).toEqual(['failed']);
});

/** What a client posts. */
const posted = (json: string) => scanClient(encode(json), { depth: 64 }) as ClientMessage;

it('tells a server of its client’s progress under its own token, and takes it from that client alone', () => {
  const { stage, seen, sink } = open('legacy');
  const told: string[] = [];
  const progress = (params: string): void => void told.push(params);
  const params = '{"_meta":{"a":1,"progressToken":5},"message":"Who?"}';
  sink.asked!({ method: 'elicitation/create', params, progress }, () => {});
  sink.asked!({ method: 'elicitation/create', params: '{"message":"Who?"}', progress }, () => {});
  const [first, second] = seen.pushed.map((json) => JSON.parse(json));
  expect(first.params).toEqual({ _meta: { a: 1, progressToken: first.id }, message: 'Who?' });
  expect(second.params).toEqual({ message: 'Who?' });
  const tell = (session: string, token: string): void =>
    stage.respond(
      session,
      posted(
        `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progress":0.50,"progressToken":${JSON.stringify(token)}}}`,
      ),
    );
  for (const token of [second.id, '5', 'x']) tell('s', token);
  tell('another', first.id);
  stage.respond('s', posted('{"jsonrpc":"2.0","method":"notifications/progress"}'));
  expect(told).toEqual([]);
  tell('s', first.id);
  expect(told).toEqual(['{"progress":0.50,"progressToken":5}']);
});

it('tells a legacy client that nobody waits for its answer any more', async () => {
  const { time, asked, stage, seen, sink } = open('legacy');
  const said: string[] = [];
  const heard = (member: string): void => void said.push(member);
  const question = { method: 'elicitation/create', params: '{}' };
  const taken = new AbortController();
  sink.asked!({ ...question, signal: taken.signal }, heard);
  sink.asked!(question, heard);
  const [first, second] = seen.pushed.map((json) => JSON.parse(json).id);
  taken.abort('"too \\ud800 late"');
  expect(seen.pushed[2]).toBe(
    `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"${first}","reason":"too \\ud800 late"}}`,
  );
  stage.respond('s', posted(`{"jsonrpc":"2.0","id":"${first}","result":{}}`));
  expect(said).toEqual([]);
  // Who does not answer in time is told so; so is who is asked when the call ends.
  await time.advance(10 * 60_000);
  sink.asked!(question, heard);
  sink.answer(answer('{"content":[]}'));
  expect(said.map((member) => member.startsWith('"error"'))).toEqual([true]);
  const ids = [second, JSON.parse(seen.pushed[4]!).id];
  expect([seen.pushed[3], seen.pushed[5]].map((json) => JSON.parse(json!))).toEqual(
    ids.map((requestId) => ({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } })),
  );
  expect(seen.pushed).toHaveLength(6);
  expect(asked.pushed.size).toBe(0);
});

it('forgets what a modern client was to answer and its server took back', async () => {
  const { time, seen, sink, again } = open('modern');
  const said: string[] = [];
  const question = { method: 'elicitation/create', params: '{}' };
  const [early, late] = [new AbortController(), new AbortController()];
  for (const { signal } of [early, late])
    sink.asked!({ ...question, signal }, (member) => void said.push(member));
  early.abort();
  await time.advance(10);
  const { inputRequests, requestState } = JSON.parse(seen.required[0]!);
  expect(Object.keys(inputRequests)).toEqual(['elicitation_create_2']);
  late.abort();
  again(`"inputResponses":{"elicitation_create_2":{}},"requestState":${JSON.stringify(requestState)}`);
  expect([said, seen.required.length]).toEqual([[], 1]);
  sink.answer(answer('{"content":[]}'));
  expect(seen.ended).toEqual(['answered']);
});
