// Each revision's refusals, as one table over an emitted gateway: see refusals.ts.
import { type OutgoingHttpHeaders, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, startBackend, tool } from '../backends/index.ts';
import { type Emitted, emit, hashOf, keyOf, type Serving, serve, until } from '../hosts/suite/emitted.ts';
import { BATCHES, CODES, GOOD_PARAMS, LEGACY, MODERN, type Refusal } from './refusals.ts';

let backends: Backend[] = [];
let emitted: Emitted;
let gateway: Serving;

beforeAll(async () => {
  const missing =
    '{"code":-32021,"message":"sampling is needed","data":{"requiredCapabilities":{"sampling":{}}}}';
  const mirrored =
    '{"name":"mirrored","inputSchema":{"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"}}}}';
  const gone = {
    definition: '{"uri":"odd:gone","name":"gone"}',
    error: '{"code":-32002,"message":"Resource not found","data":{"uri":"odd:gone"}}',
  };
  backends = await Promise.all([
    startBackend({
      eras: ['legacy'],
      tools: [
        tool('echo'),
        tool('mirrored', { definition: mirrored }),
        tool('reserved', { error: '{"code":-32050,"message":"Refused","data":{"own":1}}' }),
        ...CODES.map((code) => tool(`code_${-code}`, { error: `{"code":${code},"message":"Its own"}` })),
        tool('own', { error: '{"code":-32019,"message":"Refused"}' }),
        tool('lost', { error: '{"code":-32601,"message":"Method not found"}' }),
      ],
      prompts: [tool('hello')],
      resources: [gone],
      logs: true,
    }),
    startBackend({ eras: ['modern'], tools: [tool('needs', { error: missing })] }),
  ]);
  emitted = await emit(`version: 1
name: refusing
agents:
  ann: { keys: ["${hashOf('ann')}"] }
  bob: { keys: ["${hashOf('bob')}"] }
servers:
  one: { url: "${backends[0]!.url}" }
  modern: { url: "${backends[1]!.url}" }
  asking: { url: "${backends[1]!.url}", ask: [sampling] }
access:
  - { name: everything, allow: { tools: "*", prompts: "*", resources: "**" } }
`);
  gateway = await serve(emitted);
  await until(async () =>
    (await send('modern', { ...LIST, status: 200, code: null })).text.includes('asking__needs'),
  );
}, 60_000);

afterAll(async () => {
  await gateway?.stop();
  emitted?.remove();
  await Promise.all(backends.map((backend) => backend.stop()));
});

const LIST = {
  what: 'a list',
  section: '',
  method: 'tools/list',
  fields: { 'mcp-name': null },
  params: GOOD_PARAMS.modern.replace('"name":"one__echo","arguments":{},', ''),
};

interface Answered {
  readonly status: number;
  readonly fields: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends what stands there, and nothing that a client would add. */
function exchange(http: string, fields: NonNullable<Refusal['fields']>, body: string): Promise<Answered> {
  const headers = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null),
  ) as OutgoingHttpHeaders;
  return new Promise((resolve, reject) => {
    const sent = request(gateway.url, { method: http, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
      answer.on('end', () => resolve({ status: answer.statusCode!, fields: answer.headers, text }));
    });
    sent.on('error', reject).end(http === 'POST' || http === 'PUT' ? body : undefined);
  });
}

function send(
  era: 'legacy' | 'modern',
  row: Refusal,
  own: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const { http = 'POST', method = 'tools/call', params = GOOD_PARAMS[era] } = row;
  const modern = {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    ...(method === 'tools/call' ? { 'mcp-name': 'one__echo' } : {}),
  };
  const accept = http === 'GET' ? 'text/event-stream' : 'application/json, text/event-stream';
  const fields = {
    authorization: `Bearer ${keyOf('ann')}`,
    'content-type': 'application/json',
    accept,
    ...(era === 'modern' ? modern : {}),
    ...own,
    ...row.fields,
  };
  return exchange(
    http,
    fields,
    row.body ?? `{"jsonrpc":"2.0","id":7,"method":"${method}","params":{${params}}}`,
  );
}

async function openSession(agent: string, version: string): Promise<string> {
  const params = `"protocolVersion":"${version}","capabilities":{},"clientInfo":{"name":"t","version":"1"}`;
  const row: Refusal = { what: '', section: '', method: 'initialize', params, status: 200, code: null };
  const { fields } = await send('legacy', row, { authorization: `Bearer ${keyOf(agent)}` });
  return String(fields['mcp-session-id']);
}

function hold({ status, code, data, body }: Refusal, answer: Answered): void {
  expect([answer.status, answer.text]).toEqual([status, expect.anything()]);
  const json = JSON.parse(answer.text) as {
    id?: unknown;
    error: { code: number; message: string; data: object };
  };
  expect(json.error.code).toBe(code);
  expect(json.error.message).not.toBe('');
  if (data !== undefined) expect(json.error.data).toMatchObject(data);
  // What could be read of the request is answered by its id, what could not is no answer to it.
  if (body === undefined && status < 401) expect(json.id ?? 7).toBe(7);
}

it('what is sent right is answered right', async () => {
  const good = { what: '', section: '', status: 200, code: null };
  expect(JSON.parse((await send('modern', good)).text)).toMatchObject({
    id: 7,
    result: { resultType: 'complete' },
  });
  const session = await openSession('ann', '2025-11-25');
  expect(JSON.parse((await send('legacy', good, { 'mcp-session-id': session })).text)).toMatchObject({
    id: 7,
    result: {},
  });
});

describe('2026-07-28 refuses', () => {
  it.each(MODERN)('$what → $status, $code ($section)', async (row) => hold(row, await send('modern', row)));
});

describe.each(['2025-03-26', '2025-06-18', '2025-11-25'])('%s refuses', (version) => {
  let sessions: Readonly<Record<string, string>>;
  beforeAll(async () => {
    const [good, foreign, ended] = await Promise.all([
      openSession('ann', version),
      openSession('bob', version),
      openSession('ann', version),
    ]);
    const gone: Refusal = { what: '', section: '', http: 'DELETE', status: 204, code: null };
    expect((await send('legacy', gone, { 'mcp-session-id': ended! })).status).toBe(204);
    sessions = { good: good!, foreign: foreign!, ended: ended! };
  });

  const rows = version === '2025-03-26' ? LEGACY : [...LEGACY, ...BATCHES];
  it.each(rows)('$what → $status, $code ($section)', async (row) => {
    const named = row.fields?.['mcp-session-id'];
    const fields =
      typeof named === 'string' && sessions[named] !== undefined
        ? { ...row.fields, 'mcp-session-id': sessions[named]! }
        : row.fields;
    // The header of the version is of 2025-06-18.
    const own = {
      'mcp-session-id': sessions.good!,
      ...(version === '2025-03-26' ? {} : { 'mcp-protocol-version': version }),
    };
    hold(row, await send('legacy', fields === undefined ? row : { ...row, fields }, own));
  });
});
