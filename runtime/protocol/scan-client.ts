// What a client sent, in one strict pass: the spans that matter, or the reason it is not let in.
// Specification 2026-07-28, basic/index, "Messages"; JSON per RFC 8259.
import type { ClientMessage, Refused, Span } from '../contract/message.ts';
import { slice, textOf, unescaped } from './bytes.ts';
import { type Fault, malformed, peek, unwelcome, type Walk } from './cursor.ts';
import { INVALID_PARAMS, INVALID_REQUEST, PARSE_ERROR } from './errors.ts';
import { ownKey, ownKeys } from './keys.ts';
import { walkString } from './strings.ts';
import { walkNumber, walkObject, walkValue } from './walk.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface Draft extends Walk {
  readonly message: Writable<ClientMessage>;
  readonly metaRest: Span[];
  versioned: boolean;
  result: boolean;
  error: boolean;
}

const ENVELOPE = /* @__PURE__ */ ownKeys('jsonrpc', 'id', 'method', 'params', 'result', 'error');
// The first four are read; of the others, which any client method may have, only the spelling is held to.
const PARAMS = /* @__PURE__ */ ownKeys(
  ...[
    'name',
    'arguments',
    '_meta',
    'uri',
    'requestId',
    'cursor',
    'inputResponses',
    'requestState',
    'notifications',
  ],
  ...[
    'ref',
    'argument',
    'context',
    'task',
    'taskId',
    'level',
    'protocolVersion',
    'capabilities',
    'clientInfo',
  ],
  ...['progressToken', 'progress', 'total', 'message', 'reason'],
);
const META = /* @__PURE__ */ ownKeys(
  'progressToken',
  'io.modelcontextprotocol/protocolVersion',
  'io.modelcontextprotocol/clientCapabilities',
  'io.modelcontextprotocol/clientInfo',
  'io.modelcontextprotocol/logLevel',
  'io.modelcontextprotocol/subscriptionId',
);

/**
 * Scans one JSON-RPC message of a client: valid JSON in valid UTF-8, no key twice at any depth, no lone surrogate,
 * no more than `bounds.depth` open containers, one object, envelope of JSON-RPC 2.0 with an id that is a string or an
 * integer, own keys in their own case. `bytes` is kept, not copied. Never throws; time is linear in `bytes`.
 */
export function scanClient(bytes: Uint8Array, bounds: { readonly depth: number }): ClientMessage | Refused {
  const draft = newDraft(bytes, bounds.depth);
  try {
    walkEnvelope(draft);
    checkEnvelope(draft);
    checkParams(draft.message);
    return draft.message;
  } catch (fault) {
    return refused(draft.message, fault);
  }
}

// Written out, not spread: this runs for every message.
function newDraft(bytes: Uint8Array, maxDepth: number): Draft {
  const metaRest: Span[] = [];
  return {
    bytes,
    at: 0,
    maxDepth,
    plain: true,
    big: false,
    keys: [],
    top: 0,
    message: newMessage(bytes, metaRest),
    metaRest,
    versioned: false,
    result: false,
    error: false,
  };
}

function newMessage(bytes: Uint8Array, metaRest: readonly Span[]): Writable<ClientMessage> {
  return {
    bytes,
    kind: 'request',
    id: null,
    method: '',
    params: null,
    name: null,
    nameSpan: null,
    uri: null,
    requestId: null,
    args: null,
    meta: null,
    metaRest,
    progressToken: null,
    protocolVersion: null,
    hasClientCapabilities: false,
    clientInfo: null,
    bigNumbers: false,
  };
}

function walkEnvelope(w: Draft): void {
  const first = peek(w);
  if (first === 0x5b) unwelcome(w.at, 'batches are not supported: an array');
  if (first !== 0x7b) {
    walkValue(w, 0);
    unwelcome(0, 'a message is an object: another value');
  }
  walkObject(w, 1, visitEnvelope);
  if (peek(w) >= 0) malformed(w, w.at, 'text after the message');
}

function visitEnvelope(w: Draft, start: number, end: number, depth: number): void {
  const { message } = w;
  const key = ownKey(w, start, end, ENVELOPE);
  if (key === 0) w.versioned = text(w, depth) === '2.0';
  else if (key === 1) message.id = token(w, 'id', INVALID_REQUEST);
  else if (key === 2)
    message.method = text(w, depth) || invalid(INVALID_REQUEST, 'method must be a string, and not empty');
  else if (key === 3) message.params = object(w, depth, 'params', visitParams, INVALID_REQUEST);
  else {
    if (key === 4) w.result = true;
    else if (key === 5) w.error = true;
    walkValue(w, depth);
  }
}

function visitParams(w: Draft, start: number, end: number, depth: number): void {
  const { message, at: from } = w;
  const key = ownKey(w, start, end, PARAMS);
  if (key === 0) {
    message.name = text(w, depth);
    message.nameSpan = message.name === null ? null : { start: from, end: w.at };
  } else if (key === 1) {
    w.big = false;
    walkValue(w, depth);
    message.args = { start: from, end: w.at };
    message.bigNumbers = w.big;
  } else if (key === 2) message.meta = object(w, depth, 'params._meta', visitMeta, INVALID_PARAMS);
  else if (key === 3) message.uri = text(w, depth);
  else if (key === 4) message.requestId = token(w, 'params.requestId', INVALID_PARAMS);
  else walkValue(w, depth);
}

function visitMeta(w: Draft, start: number, end: number, depth: number): void {
  const { message, at: from } = w;
  const key = ownKey(w, start, end, META);
  if (key === 0) message.progressToken = token(w, 'progressToken', INVALID_PARAMS);
  else if (key === 1) message.protocolVersion = text(w, depth);
  else {
    walkValue(w, depth);
    if (key === 2) message.hasClientCapabilities = w.bytes[from] === 0x7b;
    else if (key === 3) message.clientInfo = { start: from, end: w.at };
    else w.metaRest.push({ start: start - 1, end: w.at });
  }
}

/** The characters of the string at `w.at`, or null after walking another value. */
function text(w: Draft, depth: number): string | null {
  const from = w.at;
  if (w.bytes[from] !== 0x22) {
    walkValue(w, depth);
    return null;
  }
  walkString(w);
  return w.plain ? slice(w.bytes, from + 1, w.at - 1) : unescaped(w.bytes, from + 1, w.at - 1);
}

/** The span of a string or integer. */
function token(w: Draft, what: string, code: number): Span {
  const start = w.at;
  const first = w.bytes[start];
  let fits = first === 0x22;
  if (first === 0x2d || (first !== undefined && first >= 0x30 && first <= 0x39)) fits = walkNumber(w);
  else if (fits) walkString(w);
  if (!fits) invalid(code, `${what} must be a string or an integer`);
  return { start, end: w.at };
}

function object(w: Draft, depth: number, what: string, visit: typeof visitMeta, code: number): Span {
  const start = w.at;
  if (w.bytes[start] !== 0x7b) invalid(code, `${what} must be an object`);
  walkObject(w, depth + 1, visit);
  return { start, end: w.at };
}

function invalid(code: number, problem: string): never {
  throw {
    code,
    message: `${code === INVALID_PARAMS ? 'Invalid params' : 'Invalid Request'}: ${problem}`,
  } satisfies Fault;
}

function checkEnvelope(w: Draft): void {
  const { message } = w;
  if (!w.versioned) invalid(INVALID_REQUEST, 'jsonrpc must be "2.0"');
  if (message.method === '') {
    if (w.result === w.error) invalid(INVALID_REQUEST, 'a message has a method, a result or an error');
    if (message.id === null) invalid(INVALID_REQUEST, 'a response must have an id');
    message.kind = 'response';
  } else {
    if (w.result || w.error) invalid(INVALID_REQUEST, 'a message with a method has no result and no error');
    if (message.id === null) message.kind = 'notification';
  }
}

/** What every revision demands of the two methods that carry arguments. */
function checkParams(message: ClientMessage): void {
  if (message.method !== 'tools/call' && message.method !== 'prompts/get') return;
  if (message.name === null) invalid(INVALID_PARAMS, 'params.name must be a string');
  if (message.args !== null && message.bytes[message.args.start] !== 0x7b) {
    invalid(INVALID_PARAMS, 'params.arguments must be an object');
  }
}

function refused(message: ClientMessage, thrown: unknown): Refused {
  const { code, message: problem, ambiguous } = thrown as Fault;
  const known = message.id !== null && code !== PARSE_ERROR && ambiguous !== true;
  const id = known && message.id !== null ? textOf(message.bytes, message.id) : null;
  return { refused: true, code, message: problem, id };
}
