// The scripted server without a transport: one message in, what to send out. Answers are raw text.
import { listResult, modernProblem, nameOf } from './answers.ts';
import { member } from './raw.ts';
import type { BackendOptions, Era, Executed, Fault, ToolScript } from './script.ts';

export interface Outcome {
  /** Sent before the answer, in order. */
  readonly before: readonly string[];
  /** The raw JSON answer, or null: the message wants none. */
  readonly answer: string | null;
  readonly status: number;
  readonly delayMs: number;
  readonly fault: Fault | null;
  /** The message opened a session or a subscription. */
  readonly opens: 'session' | 'subscription' | null;
}

/** What is known of the script while it runs. */
export interface Engine {
  readonly options: BackendOptions;
  readonly ledger: Executed[];
  /** Every message received, as text. */
  readonly received: string[];
  tools: readonly ToolScript[];
  /** Faults of the next calls, first first. */
  readonly nextFaults: Fault[];
  take(text: string, fields: readonly string[]): Outcome;
}

const quiet: Outcome = { before: [], answer: null, status: 202, delayMs: 0, fault: null, opens: null };

/** A running script. */
export function createEngine(options: BackendOptions): Engine {
  const engine: Engine = {
    options,
    ledger: [],
    received: [],
    tools: options.tools ?? [],
    nextFaults: [],
    take: (text, fields) => take(engine, text, fields),
  };
  return engine;
}

function take(engine: Engine, text: string, fields: readonly string[]): Outcome {
  engine.received.push(text);
  const id = member(text, 'id');
  const method = member(text, 'method');
  if (method === null || id === null) return quiet;
  const name = JSON.parse(method) as string;
  const meta = member(text, 'params', '_meta', 'io.modelcontextprotocol/protocolVersion');
  const era: Era = meta === null ? 'legacy' : 'modern';
  const refusal = refused(engine, era, name, meta, fields, text);
  if (refusal !== null) return { ...quiet, answer: error(id, refusal.error), status: refusal.status };
  return served(engine, { id, name, text, fields, era });
}

interface Request {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly fields: readonly string[];
  readonly era: Era;
}

function refused(
  engine: Engine,
  era: Era,
  name: string,
  version: string | null,
  fields: readonly string[],
  text: string,
): { status: number; error: string } | null {
  const eras = engine.options.eras ?? ['legacy', 'modern'];
  if (era === 'legacy' && name === 'initialize' && !eras.includes('legacy'))
    return {
      status: 400,
      error: '{"code":-32022,"message":"Unsupported protocol version","data":{"supported":["2026-07-28"]}}',
    };
  if (!eras.includes(era))
    return { status: 400, error: `{"code":-32601,"message":"Method not found: ${name}"}` };
  return era === 'modern' ? modernProblem(engine.options, version ?? '', fields, text) : null;
}

function served(engine: Engine, request: Request): Outcome {
  const { options } = engine;
  const told = options.instructions;
  const instructions = told === undefined ? '' : `,"instructions":${JSON.stringify(told)}`;
  const capabilities = capabilitiesOf(options);
  const done = request.era === 'modern' ? ['"resultType":"complete"'] : [];
  const ok = (...body: string[]): Outcome => ({
    ...quiet,
    status: 200,
    answer: result(request.id, `{${[...done, ...body].join(',')}}`),
  });
  switch (request.name) {
    case 'initialize': {
      const version = options.legacyVersion ?? '2025-11-25';
      const body = `"protocolVersion":"${version}","capabilities":${capabilities},"serverInfo":{"name":"scripted","version":"1"}${instructions}`;
      return { ...ok(body), opens: 'session' };
    }
    case 'server/discover': {
      const versions = JSON.stringify(options.modernVersions ?? ['2026-07-28']);
      return ok(
        `"supportedVersions":${versions},"capabilities":${capabilities},"ttlMs":1000,"cacheScope":"public"${instructions}`,
      );
    }
    case 'ping':
      return ok();
    case 'tools/list':
    case 'prompts/list':
    case 'resources/list':
    case 'resources/templates/list': {
      const [kind, scripts] = offered(engine, request.name);
      return ok(listResult(kind, scripts, options, request.era, member(request.text, 'params', 'cursor')));
    }
    case 'logging/setLevel':
      return ok();
    case 'subscriptions/listen':
      return { ...quiet, status: 200, opens: 'subscription' };
    case 'tools/call':
    case 'prompts/get':
    case 'resources/read':
      return called(engine, request, done);
    default:
      return {
        ...quiet,
        status: 404,
        answer: error(request.id, '{"code":-32601,"message":"Method not found"}'),
      };
  }
}

function capabilitiesOf({ listChanged = false, prompts, resources, logs = false }: BackendOptions): string {
  const more = { prompts, resources, logging: logs || undefined };
  const said = Object.entries(more).flatMap(([key, value]) => (value ? [`,"${key}":{}`] : []));
  return `{"tools":{"listChanged":${listChanged}}${said.join('')}}`;
}

/** What a list has, and what it is called there. */
function offered({ tools, options }: Engine, method: string): [string, readonly ToolScript[]] {
  if (method === 'tools/list') return ['tools', tools];
  if (method === 'prompts/list') return ['prompts', options.prompts ?? []];
  if (method === 'resources/list') return ['resources', options.resources ?? []];
  return ['resourceTemplates', options.templates ?? []];
}

function called(engine: Engine, request: Request, done: readonly string[]): Outcome {
  const { id, text, fields, era } = request;
  const key = request.name === 'resources/read' ? 'uri' : 'name';
  const name = JSON.parse(member(text, 'params', key) ?? '""') as string;
  const [, scripts] = offered(engine, request.name.replace(/\/(call|get|read)$/, '/list'));
  const script = scripts.find((one) => nameOf(one, key) === name);
  if (script === undefined)
    return { ...quiet, status: 200, answer: error(id, `{"code":-32602,"message":"Unknown tool"}`) };
  const args = member(text, 'params', 'arguments');
  if (script.becomes !== undefined) engine.tools = script.becomes;
  engine.ledger.push({ tool: name, args, id, message: text, fields, era, at: performance.now() });
  const echo = `{${[...done, `"content":[{"type":"text","text":${JSON.stringify(args ?? '')}}]`].join(',')}}`;
  return {
    before: [...progress(script, text), ...(script.before ?? [])],
    answer: script.error === undefined ? result(id, script.result ?? echo) : error(id, script.error),
    status: 200,
    delayMs: script.delayMs ?? 0,
    fault: engine.nextFaults.shift() ?? script.fault ?? null,
    opens: null,
  };
}

function progress(script: ToolScript, text: string): string[] {
  const token = member(text, 'params', '_meta', 'progressToken');
  if (token === null || script.progress === undefined) return [];
  const total = script.progress;
  const one = (n: number) =>
    `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":${token},"progress":${n},"total":${total},"x-unknown":9007199254740993}}`;
  return Array.from({ length: total }, (_, n) => one(n + 1));
}

export function result(id: string, raw: string): string {
  return `{"jsonrpc":"2.0","id":${id},"result":${raw}}`;
}

export function error(id: string, raw: string): string {
  return `{"jsonrpc":"2.0","id":${id},"error":${raw}}`;
}
