// What a client may send wrong, by revision: the HTTP status and JSON-RPC code it is answered with, and which section of the
// specification says so. Where the specification names no status, the row says "none" and why it is this one.

/** How a request differs from a good `tools/call` of its era. A null field is left out. */
export interface Refusal {
  readonly what: string;
  readonly section: string;
  readonly fields?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly http?: string;
  /** The whole body; else the good one with other members. */
  readonly body?: string;
  readonly method?: string;
  /** Members of params, raw, each with its comma. */
  readonly params?: string;
  readonly status: number;
  /** Null where the body is no JSON-RPC error, or there is none. */
  readonly code: number | null;
  /** What the error's data must hold. */
  readonly data?: object;
}

const HTTP = 'basic/transports/streamable-http';
const PREFIX = 'io.modelcontextprotocol/';
const meta = (members: string) => `"_meta":{${members}}`;
const VERSION = `"${PREFIX}protocolVersion":"2026-07-28"`;
const CAPABILITIES = `"${PREFIX}clientCapabilities":{}`;
const named = (name: string, members: string) => `"name":"${name}","arguments":{},${meta(members)}`;
/** Codes of the modern era: a legacy server may have given them a meaning of its own. */
export const CODES = [-32020, -32021, -32022] as const;
const GOOD = named('one__echo', `${VERSION},${CAPABILITIES}`);

/** Rows that are the same in every revision: what is no single JSON-RPC message. */
const MALFORMED: readonly Refusal[] = [
  {
    what: 'no JSON',
    section: 'basic, Messages; JSON-RPC 2.0, 5.1',
    body: '{"jsonrpc":',
    status: 400,
    code: -32700,
  },
  { what: 'nothing', section: 'basic, Messages; JSON-RPC 2.0, 5.1', body: '', status: 400, code: -32700 },
  {
    what: 'a key twice',
    section: 'none: which of them counts is open (RFC 8259, 4)',
    body: '{"jsonrpc":"2.0","id":1,"method":"ping","id":2}',
    status: 400,
    code: -32600,
  },
  {
    what: 'a key in another case',
    section: 'none: who reads without case sees another message',
    body: '{"jsonrpc":"2.0","id":1,"method":"ping","Method":"x"}',
    status: 400,
    code: -32600,
  },
  {
    what: 'another JSON-RPC',
    section: 'basic, Messages',
    body: '{"jsonrpc":"1.0","id":1,"method":"ping"}',
    status: 400,
    code: -32600,
  },
  {
    what: 'the id null',
    section: 'basic, Requests',
    body: '{"jsonrpc":"2.0","id":null,"method":"ping"}',
    status: 400,
    code: -32600,
  },
  {
    what: 'a fraction as id',
    section: 'basic, Requests',
    body: '{"jsonrpc":"2.0","id":1.5,"method":"ping"}',
    status: 400,
    code: -32600,
  },
  {
    what: 'params that are a list',
    section: 'basic, Requests',
    body: '{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}',
    status: 400,
    code: -32600,
  },
  {
    what: 'neither method nor result',
    section: 'basic, Messages',
    body: '{"jsonrpc":"2.0","id":1}',
    status: 400,
    code: -32600,
  },
  {
    what: 'a batch',
    section: 'basic/transports, Sending Messages',
    body: '[{"jsonrpc":"2.0","id":1,"method":"ping"}]',
    status: 400,
    code: -32600,
  },
  {
    what: 'an empty batch',
    section: 'basic/transports, Sending Messages',
    body: '[]',
    status: 400,
    code: -32600,
  },
  {
    what: 'another Content-Type',
    section: 'none: only JSON is sent (RFC 9110, 15.5.16)',
    fields: { 'content-type': 'text/plain' },
    status: 415,
    code: 415,
  },
  {
    what: 'Accept without events',
    section: 'basic/transports, Sending Messages, 2',
    fields: { accept: 'application/json' },
    status: 406,
    code: 406,
  },
  {
    what: 'Accept without JSON',
    section: 'basic/transports, Sending Messages, 2',
    fields: { accept: 'text/event-stream' },
    status: 406,
    code: 406,
  },
  {
    what: 'no Accept',
    section: 'basic/transports, Sending Messages, 2',
    fields: { accept: null },
    status: 406,
    code: 406,
  },
  {
    what: 'a foreign Origin',
    section: 'basic/transports, Security',
    fields: { origin: 'https://evil.example' },
    status: 403,
    code: 403,
  },
  { what: 'a PUT', section: 'none: the endpoint takes POST', http: 'PUT', status: 405, code: 405 },
];

export const MODERN: readonly Refusal[] = [
  ...MALFORMED,
  {
    what: 'no version in the header',
    section: `${HTTP}, Server Validation`,
    fields: { 'mcp-protocol-version': null },
    status: 400,
    code: -32020,
  },
  {
    what: 'another version in the header',
    section: `${HTTP}, Protocol Version Header`,
    fields: { 'mcp-protocol-version': '2025-11-25' },
    status: 400,
    code: -32020,
  },
  {
    what: 'no Mcp-Method',
    section: `${HTTP}, Server Validation`,
    fields: { 'mcp-method': null },
    status: 400,
    code: -32020,
  },
  {
    what: 'another Mcp-Method',
    section: `${HTTP}, Server Validation`,
    fields: { 'mcp-method': 'tools/list' },
    status: 400,
    code: -32020,
  },
  {
    what: 'no Mcp-Name',
    section: `${HTTP}, Server Validation`,
    fields: { 'mcp-name': null },
    status: 400,
    code: -32020,
  },
  {
    what: 'another Mcp-Name',
    section: `${HTTP}, Server Validation`,
    fields: { 'mcp-name': 'one__other' },
    status: 400,
    code: -32020,
  },
  {
    what: 'an Mcp-Name that is no Base64',
    section: `${HTTP}, Value Encoding`,
    fields: { 'mcp-name': '=?base64?*?=' },
    status: 400,
    code: -32020,
  },
  {
    what: 'no Mcp-Param',
    section: `${HTTP}, Server Behavior for Custom Headers`,
    fields: { 'mcp-name': 'one__mirrored' },
    params: `"name":"one__mirrored","arguments":{"region":"eu"},${meta(`${VERSION},${CAPABILITIES}`)}`,
    status: 400,
    code: -32020,
  },
  {
    what: 'another Mcp-Param',
    section: `${HTTP}, Server Behavior for Custom Headers`,
    fields: { 'mcp-name': 'one__mirrored', 'mcp-param-region': 'us' },
    params: `"name":"one__mirrored","arguments":{"region":"eu"},${meta(`${VERSION},${CAPABILITIES}`)}`,
    status: 400,
    code: -32020,
  },
  ...[
    ['eu', 'us'],
    ['us', 'eu'],
    ['eu', 'eu'],
  ].map((twice) => ({
    what: `an Mcp-Param twice: ${twice.join(', ')}`,
    section: `${HTTP}, Server Validation: who reads another one of them sees another value`,
    fields: { 'mcp-name': 'one__mirrored', 'mcp-param-region': twice },
    params: `"name":"one__mirrored","arguments":{"region":"eu"},${meta(`${VERSION},${CAPABILITIES}`)}`,
    status: 400,
    code: -32020,
  })),
  ...Object.entries({
    'mcp-method': 'tools/call',
    'mcp-name': 'one__echo',
    'mcp-protocol-version': '2026-07-28',
  }).map(([name, value]) => ({
    what: `${name} twice`,
    section: `${HTTP}, Server Validation`,
    fields: { [name]: [value, value] },
    status: 400,
    code: -32020,
  })),
  {
    what: 'a version that nobody knows',
    section: 'basic/versioning, Protocol Version Negotiation',
    fields: { 'mcp-protocol-version': '2031-01-01' },
    params: named('one__echo', `"${PREFIX}protocolVersion":"2031-01-01",${CAPABILITIES}`),
    status: 400,
    code: -32022,
    data: { supported: ['2026-07-28'], requested: '2031-01-01' },
  },
  {
    what: 'no _meta',
    section: 'basic, _meta, Per-request protocol fields',
    params: '"name":"one__echo"',
    status: 400,
    code: -32602,
  },
  {
    what: 'no version in _meta',
    section: 'basic, _meta, Per-request protocol fields',
    params: named('one__echo', CAPABILITIES),
    status: 400,
    code: -32602,
  },
  {
    what: 'no capabilities',
    section: 'basic, _meta, Per-request protocol fields',
    params: named('one__echo', VERSION),
    status: 400,
    code: -32602,
  },
  {
    what: 'an unknown method',
    section: `${HTTP}, Protocol Version Header`,
    method: 'tools/burn',
    status: 404,
    code: -32601,
  },
  ...[
    'ping',
    'initialize',
    'logging/setLevel',
    'resources/subscribe',
    'resources/unsubscribe',
    'tasks/result',
  ].map((method) => ({
    what: `${method}, which is gone`,
    section: 'changelog, Major changes, 2, 4, 5, 6',
    method,
    status: 404,
    code: -32601,
  })),
  {
    what: 'what its server does not know',
    section: `${HTTP}, Sending Messages, 6`,
    fields: { 'mcp-name': 'one__lost' },
    params: named('one__lost', `${VERSION},${CAPABILITIES}`),
    status: 404,
    code: -32601,
  },
  {
    what: 'a response',
    section: `${HTTP}, Sending Messages, 4`,
    body: '{"jsonrpc":"2.0","id":1,"result":{}}',
    status: 400,
    code: -32600,
  },
  { what: 'a GET', section: `${HTTP}, Changes: the GET stream is gone`, http: 'GET', status: 405, code: 405 },
  {
    what: 'a DELETE',
    section: `${HTTP}, Changes: sessions are gone`,
    http: 'DELETE',
    status: 405,
    code: 405,
  },
  {
    what: 'an unknown tool',
    section: 'server/tools, Error Handling',
    fields: { 'mcp-name': 'one__nothing' },
    params: named('one__nothing', `${VERSION},${CAPABILITIES}`),
    status: 200,
    code: -32602,
  },
  {
    what: 'no arguments object',
    section: 'server/tools, Error Handling',
    params: `"name":"one__echo","arguments":1,${meta(`${VERSION},${CAPABILITIES}`)}`,
    status: 400,
    code: -32602,
  },
  {
    what: 'an unknown resource',
    section: 'server/resources, Error Handling',
    method: 'resources/read',
    fields: { 'mcp-name': 'no:such' },
    params: `"uri":"no:such",${meta(`${VERSION},${CAPABILITIES}`)}`,
    status: 200,
    code: -32602,
    data: { uri: 'no:such' },
  },
  {
    what: 'a resource that a legacy server does not find',
    section: 'server/resources, Error Handling; basic, Error Codes',
    method: 'resources/read',
    fields: { 'mcp-name': 'odd:gone' },
    params: `"uri":"odd:gone",${meta(`${VERSION},${CAPABILITIES}`)}`,
    status: 200,
    code: -32602,
    data: { uri: 'odd:gone' },
  },
  {
    what: 'what its server refuses by a code that the specification reserves and does not define',
    section: 'basic, Error Codes',
    fields: { 'mcp-name': 'one__reserved' },
    params: named('one__reserved', `${VERSION},${CAPABILITIES}`),
    status: 200,
    code: -32603,
    data: { own: 1 },
  },
  ...CODES.map((code) => ({
    what: `${code} of a legacy server, which means something else`,
    section: 'basic, Error Codes: defined codes only with their specified meanings',
    fields: { 'mcp-name': `one__code_${-code}` },
    params: named(`one__code_${-code}`, `${VERSION},${CAPABILITIES}`),
    status: 200,
    code: -32603,
  })),
  {
    what: 'what its server refuses by a code of its own',
    section: 'basic, Error Codes: receivers assume no meaning',
    fields: { 'mcp-name': 'one__own' },
    params: named('one__own', `${VERSION},${CAPABILITIES}`),
    status: 200,
    code: -32019,
  },
  {
    what: 'an unknown prompt',
    section: 'server/prompts, Error Handling',
    method: 'prompts/get',
    fields: { 'mcp-name': 'one__nothing' },
    params: named('one__nothing', `${VERSION},${CAPABILITIES}`),
    status: 200,
    code: -32602,
  },
  {
    what: 'a cursor that nobody gave',
    section: 'server/utilities/pagination, Error Handling',
    method: 'tools/list',
    fields: { 'mcp-name': null },
    params: `"cursor":"x",${meta(`${VERSION},${CAPABILITIES}`)}`,
    status: 200,
    code: -32602,
  },
  {
    what: 'an unknown log level',
    section: 'server/utilities/logging, Error Handling',
    params: named('one__echo', `${VERSION},${CAPABILITIES},"${PREFIX}logLevel":"loud"`),
    status: 200,
    code: -32602,
  },
  {
    what: 'a state that nobody gave',
    section: 'basic/patterns/mrtr, Server Requirements, 4',
    fields: { 'mcp-name': 'asking__needs' },
    params: `"requestState":"x",${named('asking__needs', `${VERSION},${CAPABILITIES}`)}`,
    status: 200,
    code: -32602,
  },
  {
    what: 'no capability that a modern server needs',
    section: 'basic, _meta, Per-request protocol fields',
    fields: { 'mcp-name': 'modern__needs' },
    params: named('modern__needs', `${VERSION},${CAPABILITIES}`),
    status: 400,
    code: -32021,
    data: { requiredCapabilities: { sampling: {} } },
  },
];

/** Of every legacy revision; `session` stands for a good one. */
export const LEGACY: readonly Refusal[] = [
  ...MALFORMED.filter(({ what }) => !what.endsWith('batch')),
  {
    what: 'no session',
    section: 'basic/transports, Session Management, 2',
    fields: { 'mcp-session-id': null },
    status: 400,
    code: 400,
  },
  {
    what: 'a forged session',
    section: 'basic/transports, Session Management, 3',
    fields: { 'mcp-session-id': 'A'.repeat(90) },
    status: 404,
    code: -32001,
  },
  {
    what: 'the session of another agent',
    section: 'basic/transports, Session Management, 3',
    fields: { 'mcp-session-id': 'foreign' },
    status: 404,
    code: -32001,
  },
  {
    what: 'a session that was ended',
    section: 'basic/transports, Session Management, 3 and 5',
    fields: { 'mcp-session-id': 'ended' },
    status: 404,
    code: -32001,
  },
  {
    what: 'a version that nobody knows in the header',
    section: 'basic/transports, Protocol Version Header',
    fields: { 'mcp-protocol-version': '1999-01-01' },
    status: 400,
    code: -32022,
    data: { supported: ['2026-07-28'], requested: '1999-01-01' },
  },
  {
    what: 'an unknown method',
    section: 'basic, Messages; JSON-RPC 2.0, 5.1',
    method: 'tools/burn',
    status: 200,
    code: -32601,
  },
  {
    what: 'server/discover, which is to come',
    section: 'basic, Messages; JSON-RPC 2.0, 5.1',
    method: 'server/discover',
    status: 200,
    code: -32601,
  },
  {
    what: 'initialize without a version',
    section: 'basic/lifecycle, Initialization',
    method: 'initialize',
    params: '"capabilities":{}',
    status: 400,
    code: -32602,
  },
  {
    what: 'an unknown tool',
    section: 'server/tools, Error Handling',
    params: '"name":"one__nothing"',
    status: 200,
    code: -32602,
  },
  {
    what: 'an unknown resource',
    section: 'server/resources, Error Handling',
    method: 'resources/read',
    params: '"uri":"no:such"',
    status: 200,
    code: -32002,
    data: { uri: 'no:such' },
  },
  {
    what: 'a resource that its server does not find',
    section: 'server/resources, Error Handling',
    method: 'resources/read',
    params: '"uri":"odd:gone"',
    status: 200,
    code: -32002,
    data: { uri: 'odd:gone' },
  },
  {
    what: 'an unknown prompt',
    section: 'server/prompts, Error Handling',
    method: 'prompts/get',
    params: '"name":"one__nothing"',
    status: 200,
    code: -32602,
  },
  {
    what: 'an unknown log level',
    section: 'server/utilities/logging, Error Handling',
    method: 'logging/setLevel',
    params: '"level":"loud"',
    status: 200,
    code: -32602,
  },
  {
    what: 'a cursor that nobody gave',
    section: 'server/utilities/pagination, Error Handling',
    method: 'tools/list',
    params: '"cursor":"x"',
    status: 200,
    code: -32602,
  },
  ...CODES.map((code) => ({
    what: `${code}, which has no meaning in this era`,
    section: 'basic, Messages; JSON-RPC 2.0, 5.1: reserved for servers',
    params: `"name":"one__code_${-code}"`,
    status: 200,
    code,
  })),
  {
    what: 'what its server refuses by any code',
    section: 'basic, Messages; JSON-RPC 2.0, 5.1: reserved for servers',
    params: '"name":"one__reserved"',
    status: 200,
    code: -32050,
    data: { own: 1 },
  },
  {
    what: 'a capability that a modern server misses',
    section: 'none: an error of JSON-RPC is an answer (basic/transports, Sending Messages, 5)',
    params: '"name":"modern__needs"',
    status: 200,
    code: -32021,
  },
  {
    what: 'a GET without a session',
    section: 'basic/transports, Session Management, 2',
    http: 'GET',
    fields: { 'mcp-session-id': null },
    status: 400,
    code: 400,
  },
  {
    what: 'a GET in the session of another agent',
    section: 'basic/transports, Session Management, 3',
    http: 'GET',
    fields: { 'mcp-session-id': 'foreign' },
    status: 404,
    code: -32001,
  },
  {
    what: 'a GET that takes no events',
    section: 'basic/transports, Listening for Messages, 2',
    http: 'GET',
    fields: { accept: 'application/json' },
    status: 406,
    code: 406,
  },
  {
    what: 'a GET after an event that nobody knows',
    section: 'basic/transports, Resumability, 2: 404 would end the session (Session Management, 4)',
    http: 'GET',
    fields: { 'last-event-id': `${'0'.repeat(32)}_1` },
    status: 400,
    code: 400,
  },
  {
    what: 'a DELETE without a session',
    section: 'basic/transports, Session Management, 2',
    http: 'DELETE',
    fields: { 'mcp-session-id': null },
    status: 400,
    code: 400,
  },
  {
    what: 'a DELETE of the session of another agent',
    section: 'basic/transports, Session Management, 3',
    http: 'DELETE',
    fields: { 'mcp-session-id': 'foreign' },
    status: 404,
    code: -32001,
  },
];

/** Batches were there in 2025-03-26 only. */
export const BATCHES: readonly Refusal[] = MALFORMED.filter(({ what }) => what.endsWith('batch'));

export const GOOD_PARAMS: Readonly<Record<'legacy' | 'modern', string>> = {
  legacy: '"name":"one__echo","arguments":{}',
  modern: GOOD,
};
