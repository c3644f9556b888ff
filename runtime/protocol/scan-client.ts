// What a client sent, in one strict pass: the spans that matter, or the reason it is not let in.
// Specification 2026-07-28, basic/index, "Messages"; JSON per RFC 8259.
import type { ClientMessage, Refused, Span } from '../contract/message.ts';
import { isToken, notUtf8, stringAt, textOf } from './bytes.ts';
import { type Fault, malformed, peek, type Walk } from './cursor.ts';
import { INVALID_PARAMS, INVALID_REQUEST } from './errors.ts';
import { TASK } from './keys.ts';
import { walkValue } from './walk.ts';

/**
 * Scans one JSON-RPC message of a client: valid JSON in valid UTF-8, no key twice at any depth, no lone surrogate,
 * no more than `bounds.depth` open containers, one object, envelope of JSON-RPC 2.0 with an id that is a string or an
 * integer, own keys in their own case. `bytes` is kept, not copied. Never throws; time is linear in `bytes`.
 */
export function scanClient(bytes: Uint8Array, bounds: { readonly depth: number }): ClientMessage | Refused {
  const w: Walk = {
    bytes,
    at: 0,
    maxDepth: bounds.depth,
    plain: true,
    wide: false,
    big: false,
    keys: [],
    top: 0,
    found: [[], [], []],
    metaRest: [],
  };
  let id: string | null = null;
  try {
    const first = peek(w);
    walkValue(w, 0, 0);
    if (peek(w) >= 0) malformed(w, 'text after the message');
    if (w.wide) checkUtf8(w);
    demand(first === 0x7b, 'a message is one object; batches are not supported');
    // From here on, the id is beyond doubt.
    id = idOf(w);
    return messageOf(w);
  } catch (fault) {
    return { refused: true, ...(fault as Fault), id };
  }
}

function messageOf({ bytes, big, found: [envelope, inParams, inMeta], metaRest }: Walk): ClientMessage {
  const [params = null, version, id = null, called, result, error] = envelope!;
  const [meta = null, nameSpan, args = null, uri, requestId = null] = inParams!;
  const [progressToken = null, protocolVersion, clientCapabilities = null] = inMeta!;
  const [task = null, taskIdSpan] = inParams!.slice(TASK);
  const isObject = (span: Span | null | undefined): boolean => span != null && bytes[span.start] === 0x7b;
  const method = stringAt(bytes, called) ?? '';
  const name = stringAt(bytes, nameSpan);
  const taskId = stringAt(bytes, taskIdSpan);
  demand(stringAt(bytes, version) === '2.0', 'jsonrpc must be "2.0"');
  demand(id === null || isToken(bytes, id), 'id must be a string or an integer');
  demand(!called || method !== '', 'method must be a string, and not empty');
  demand(called ? !result && !error : !result !== !error, 'a message has a method, a result or an error');
  demand(called || id, 'a response must have an id');
  demand(params === null || isObject(params), 'params must be an object');
  demand(meta === null || isObject(meta), 'params._meta must be an object', INVALID_PARAMS);
  for (const token of [progressToken, requestId])
    demand(token === null || isToken(bytes, token), 'a token must be a string or an integer', INVALID_PARAMS);
  if (method === 'tools/call' || method === 'prompts/get') {
    demand(name !== null, 'params.name must be a string', INVALID_PARAMS);
    demand(args === null || isObject(args), 'params.arguments must be an object', INVALID_PARAMS);
  }
  return {
    bytes,
    kind: !called ? 'response' : id ? 'request' : 'notification',
    id,
    method,
    params,
    name,
    nameSpan: name === null ? null : nameSpan!,
    uri: stringAt(bytes, uri),
    requestId,
    args,
    hasBigNumbers: big,
    meta,
    metaRest,
    progressToken,
    protocolVersion: stringAt(bytes, protocolVersion),
    clientCapabilities: isObject(clientCapabilities) ? clientCapabilities : null,
    task,
    taskId,
    taskIdSpan: taskId === null ? null : taskIdSpan!,
  };
}

function idOf({ bytes, found }: Walk): string | null {
  const id = found[0]![2];
  return id && isToken(bytes, id) ? textOf(bytes, id) : null;
}

function checkUtf8(w: Walk): void {
  const at = notUtf8(w.bytes);
  if (at >= 0) malformed(w, 'invalid UTF-8', at);
}

function demand(holds: unknown, problem: string, code = INVALID_REQUEST): void {
  if (holds) return;
  const kind = code === INVALID_PARAMS ? 'Invalid params' : 'Invalid Request';
  throw { code, message: `${kind}: ${problem}` } satisfies Fault;
}
