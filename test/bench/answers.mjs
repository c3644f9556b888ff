// What the backends of a benchmark answer, in either era: prepared text, and a ledger of every call they execute.

const MODERN = '2026-07-28';
const TOOL = { name: 'echo', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } };
const capabilities = { tools: {} };
const lasting = { resultType: 'complete', ttlMs: 3_600_000, cacheScope: 'public' };
const serverInfo = { name: 'bench', version: '1' };

/** Prepared results by method; a call's is `bytes` long. */
function resultsOf(bytes) {
  const content = [{ type: 'text', text: 'x'.repeat(bytes) }];
  return new Map([
    ['tools/call', JSON.stringify({ resultType: 'complete', content })],
    ['tools/list', JSON.stringify({ ...lasting, tools: [TOOL] })],
    [
      'server/discover',
      JSON.stringify({ ...lasting, supportedVersions: [MODERN], capabilities, serverInfo }),
    ],
    ['ping', '{}'],
  ]);
}

/**
 * Answers messages given as bytes. `seen` has the unique number of each call since it was last taken, in order.
 *
 * @param bytes of text in the result of a call
 */
export function createAnswers(bytes) {
  const results = resultsOf(bytes);
  const answers = { seen: [], answer };
  return answers;

  /** The answer to one message as JSON; null where there is none. */
  function answer(body) {
    const unique = between(body, '"n":"', '"');
    if (unique !== null) answers.seen.push(unique);
    // Whoever passes a call on may have written its members in another order.
    const { id, method, params } =
      unique === null ? JSON.parse(body) : { id: idOf(body), method: 'tools/call' };
    if (id === undefined) return null;
    const result = method === 'initialize' ? initialized(params) : results.get(method);
    const outcome =
      result === undefined ? '"error":{"code":-32601,"message":"Method not found"}' : `"result":${result}`;
    return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},${outcome}}`;
  }
}

function initialized({ protocolVersion }) {
  return JSON.stringify({ protocolVersion, capabilities, serverInfo });
}

/** The id of a call: a number, before or behind `params`, whose arguments and `_meta` have none. */
function idOf(body) {
  return Number(/^[0-9]+/.exec(between(body, '"id":', ','))?.[0]);
}

function between(body, open, close) {
  const start = body.indexOf(open);
  if (start < 0) return null;
  const from = start + open.length;
  const end = body.indexOf(close, from);
  return body.toString('latin1', from, end < 0 ? body.length : end);
}
