// A slow, obvious reading of what scanClient must accept, built on JSON.parse. Shares no code with the scan.

export interface Node {
  readonly raw: string;
  readonly value: unknown;
  /** Of an object: its members in order. */
  readonly members: readonly { readonly key: string; readonly node: Node }[] | null;
}

const ENVELOPE = ['jsonrpc', 'id', 'method', 'params', 'result', 'error'];
const PARAMS = ['name', 'arguments', '_meta', 'uri', 'requestId', 'cursor', 'inputResponses', 'requestState']
  .concat(['notifications', 'ref', 'argument', 'context', 'task', 'taskId', 'level', 'protocolVersion'])
  .concat(['capabilities', 'clientInfo', 'progressToken', 'progress', 'total', 'message', 'reason']);
const PREFIX = 'io.modelcontextprotocol/';
const META = ['protocolVersion', 'clientCapabilities', 'clientInfo', 'logLevel', 'subscriptionId']
  .map((key) => PREFIX + key)
  .concat('progressToken');

/** The message as a tree, or null where it is not strict JSON. Throws 'again' or 'deep' or 'lone' with the reason. */
export function strictJson(bytes: Uint8Array, depth: number): Node | null {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    JSON.parse(text);
  } catch {
    return null;
  }
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  return tree(tokens, { at: 0 }, depth);
}

function tree(tokens: string[], cursor: { at: number }, depth: number): Node {
  const token = tokens[cursor.at++]!;
  if (token === '{' || token === '[') return container(tokens, cursor, depth, token);
  const value: unknown = JSON.parse(token);
  if (typeof value === 'string' && /[\ud800-\udfff]/u.test(value)) throw new Error('lone');
  return { raw: token, value, members: null };
}

function container(tokens: string[], cursor: { at: number }, depth: number, open: string): Node {
  if (depth === 0) throw new Error('deep');
  const close = open === '{' ? '}' : ']';
  const members: { key: string; node: Node }[] = [];
  const from = cursor.at;
  while (tokens[cursor.at] !== close) {
    if (tokens[cursor.at] === ',') cursor.at++;
    const key = open === '{' ? String(tree(tokens, cursor, 1).value) : String(members.length);
    if (open === '{') cursor.at++;
    if (members.some((m) => m.key === key)) throw new Error('again');
    members.push({ key, node: tree(tokens, cursor, depth - 1) });
  }
  cursor.at++;
  const raw = open + tokens.slice(from, cursor.at).join('');
  return { raw, value: JSON.parse(raw), members: open === '{' ? members : null };
}

/** What the scan must find, or null where it must refuse. */
export interface Expected {
  readonly kind: string;
  readonly id: string | null;
  readonly method: string;
  readonly name: string | null;
  readonly args: unknown;
  readonly meta: unknown;
  readonly progressToken: string | null;
}

export function expected(bytes: Uint8Array, depth: number): Expected | null {
  let root: Node | null;
  try {
    root = strictJson(bytes, depth);
  } catch {
    return null;
  }
  if (!root?.members || spelledOdd(root, ENVELOPE)) return null;
  const part = (key: string) => member(root, key);
  const id = part('id');
  const params = part('params');
  if (part('jsonrpc')?.value !== '2.0' || (id && !isToken(id)) || (params && !params.members)) return null;
  const method = part('method');
  if (method && (typeof method.value !== 'string' || method.value === '')) return null;
  const answers = [part('result'), part('error')].filter((node) => node !== undefined).length;
  if (method ? answers > 0 : answers !== 1 || !id) return null;
  const none: Node = { raw: '{}', value: {}, members: [] };
  if (!paramsFit(params ?? none, String(method?.value ?? ''))) return null;
  const meta = params && member(params, '_meta');
  return {
    kind: method ? (id ? 'request' : 'notification') : 'response',
    id: id?.raw ?? null,
    method: method ? String(method.value) : '',
    name: stringOf(params && member(params, 'name')),
    args: params && member(params, 'arguments')?.value,
    meta: meta?.value,
    progressToken: (meta && member(meta, 'progressToken')?.raw) ?? null,
  };
}

function paramsFit(params: Node, method: string): boolean {
  if (spelledOdd(params, PARAMS)) return false;
  const meta = member(params, '_meta');
  if (meta && (!meta.members || spelledOdd(meta, META))) return false;
  const token = meta && member(meta, 'progressToken');
  const requestId = member(params, 'requestId');
  if ((token && !isToken(token)) || (requestId && !isToken(requestId))) return false;
  if (method !== 'tools/call' && method !== 'prompts/get') return true;
  const args = member(params, 'arguments');
  return stringOf(member(params, 'name')) !== null && (args === undefined || args.members !== null);
}

function spelledOdd(node: Node, own: readonly string[]): boolean {
  return node.members!.some(({ key }) =>
    own.some((name) => name !== key && name.toLowerCase() === folded(key)),
  );
}

/** Case folding that also knows the four letters outside ASCII that some parsers fold into it. */
function folded(key: string): string {
  const pairs: Record<string, string> = { '\u017f': 's', '\u212a': 'k', '\u0130': 'i', '\u0131': 'i' };
  return key.replace(/[^\0-\x7f]/g, (c) => pairs[c] ?? c).toLowerCase();
}

function member(node: Node, key: string): Node | undefined {
  return node.members?.find((m) => m.key === key)?.node;
}

function stringOf(node: Node | undefined): string | null {
  return typeof node?.value === 'string' ? node.value : null;
}

function isToken(node: Node): boolean {
  return typeof node.value === 'string' || (typeof node.value === 'number' && /^-?\d+$/.test(node.raw));
}
