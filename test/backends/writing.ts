// How the scripted HTTP backend puts bytes on the wire: whole, in pieces, wrong on purpose.
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from './engine.ts';
import { member } from './raw.ts';
import type { BackendOptions, Fault } from './script.ts';

/** An open SSE stream. */
export interface Stream {
  message(raw: string, id?: string): void;
  /** Characters as they are. */
  text(raw: string): void;
  end(): void;
}

/** Begins an SSE answer. */
export function openStream(
  response: ServerResponse,
  options: BackendOptions,
  fields: Readonly<Record<string, string>> = {},
): Stream {
  const newline = options.newline ?? '\n';
  const writer = inPieces(response, options.pieces);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', ...fields });
  response.flushHeaders();
  return {
    message(raw, id) {
      const head = id === undefined ? '' : `id: ${id}${newline}`;
      const data = raw.split('\n').join(`${newline}data: `);
      writer.write(`event: message${newline}${head}data: ${data}${newline}${newline}`);
    },
    text: (raw) => writer.write(raw),
    end: () => writer.end(),
  };
}

/** Writes in order; with a piece size, each piece in its own turn of the loop. */
function inPieces(response: ServerResponse, size: number | undefined) {
  let queue = Promise.resolve();
  const send = async (bytes: Buffer) => {
    for (let at = 0; at < bytes.length && !response.destroyed; at += size ?? bytes.length) {
      response.write(bytes.subarray(at, at + (size ?? bytes.length)));
      if (size !== undefined) await new Promise((next) => setImmediate(next));
    }
  };
  return {
    write(text: string) {
      if (size === undefined) response.write(text);
      else queue = queue.then(() => send(Buffer.from(text)));
    },
    end() {
      if (size === undefined) response.end();
      else void queue.then(() => response.end());
    },
  };
}

/** Answers one POST as its outcome says. */
export function answerWith(
  response: ServerResponse,
  outcome: Outcome,
  options: BackendOptions,
  fields: Readonly<Record<string, string>>,
  resumable: Map<string, string>,
  held: Set<Held>,
): void {
  const { delayMs, fault, answer } = outcome;
  if (answer === null) {
    const type = options.acceptedType === undefined ? {} : { 'content-type': options.acceptedType };
    response.writeHead(outcome.status, { ...type, ...fields }).end();
  } else if (fault?.kind === 'held') hold(response, fault, answer, held, outcome.before);
  else if (fault?.kind === 'flood') void flood(response, fault, answer);
  else if (fault !== null && wrong(response, fault, answer, options)) return;
  else if (options.answers === 'sse' && outcome.status === 200)
    streamed(response, outcome, answer, options, fields, resumable);
  else later(delayMs, () => whole(response, outcome.status, answer, options, fields));
}

function streamed(
  response: ServerResponse,
  { before, delayMs, fault }: Outcome,
  answer: string,
  options: BackendOptions,
  fields: Readonly<Record<string, string>>,
  resumable: Map<string, string>,
): void {
  const stream = openStream(response, options, fields);
  for (const message of before) stream.message(message);
  if (fault?.kind === 'end-stream') endEarly(stream, fault.resume, answer, resumable);
  else
    later(delayMs, () => {
      stream.message(answer);
      stream.end();
    });
}

function later(ms: number, run: () => void): void {
  if (ms === 0) run();
  else void sleep(ms).then(run);
}

function endEarly(stream: Stream, resume: boolean, answer: string, resumable: Map<string, string>): void {
  const id = randomUUID();
  if (resume) {
    resumable.set(id, answer);
    stream.text(`retry: 10\nid: ${id}\ndata:\n\n`);
  }
  stream.end();
}

function whole(
  response: ServerResponse,
  status: number,
  answer: string,
  options: BackendOptions,
  fields: Readonly<Record<string, string>>,
): void {
  const length = options.pieces === undefined ? { 'content-length': String(Buffer.byteLength(answer)) } : {};
  response.writeHead(status, { 'content-type': 'application/json', ...length, ...fields });
  const writer = inPieces(response, options.pieces);
  writer.write(answer);
  writer.end();
}

/** True when the fault has taken over the answer. */
function wrong(response: ServerResponse, fault: Fault, answer: string, options: BackendOptions): boolean {
  const id = member(answer, 'id') ?? 'null';
  const send = (status: number, type: string, text: string, fields = {}) => {
    response.writeHead(status, { 'content-type': type, ...fields });
    response.end(text.replaceAll('$id', id));
  };
  switch (fault.kind) {
    case 'status':
      send(fault.status, fault.type ?? 'text/plain', fault.body ?? 'it broke', fault.fields);
      return true;
    case 'raw':
      send(200, fault.type ?? 'application/json', fault.text);
      return true;
    case 'wrong-id':
      send(200, 'application/json', answer.replace(`"id":${id}`, '"id":"another"'));
      return true;
    case 'huge':
      send(200, 'application/json', answer.replace('{', `{"padding":"${'x'.repeat(fault.bytes)}",`));
      return true;
    case 'close':
      response.socket?.end();
      return true;
    case 'reset':
      cut(response, answer, options);
      return true;
    case 'hang':
      return true;
    default:
      return false;
  }
}

/** An answer of which a part has been sent: the rest follows, or the connection breaks. */
export type Held = (goes: boolean) => void;

function hold(
  response: ServerResponse,
  { sent, idLast = false, id, event = false }: Extract<Fault, { kind: 'held' }>,
  answer: string,
  held: Set<Held>,
  before: readonly string[],
): void {
  const named = `"id":${id ?? member(answer, 'id')}`;
  const result = `"result":${member(answer, 'result')}`;
  const json = `{"jsonrpc":"2.0",${idLast ? `${result},${named}` : `${named},${result}`}}`;
  const told = event ? before.map((message) => `data: ${message}\r\n\r\n`).join('') : '';
  const text = event ? `${told}event: message\r\ndata: ${json.replaceAll('\n', '\r\ndata: ')}\r\n\r\n` : json;
  response.writeHead(200, { 'content-type': event ? 'text/event-stream' : 'application/json' });
  response.write(text.slice(0, sent));
  held.add((goes) => {
    if (goes) response.end(text.slice(sent));
    else response.socket?.resetAndDestroy();
  });
}

const PIECE = 'x'.repeat(64 * 1024);

async function flood(
  response: ServerResponse,
  { bytes, event = false }: Extract<Fault, { kind: 'flood' }>,
  answer: string,
): Promise<void> {
  const json = `{"jsonrpc":"2.0","id":${member(answer, 'id')},"result":{"content":[{"type":"text","text":"`;
  const gone = new Promise((resolve) => response.on('close', resolve));
  response.writeHead(200, { 'content-type': event ? 'text/event-stream' : 'application/json' });
  response.write(event ? `data: ${json}` : json);
  for (let sent = 0; sent < bytes && !response.destroyed; sent += PIECE.length)
    if (!response.write(PIECE))
      await Promise.race([gone, new Promise((next) => response.once('drain', next))]);
  response.end(event ? '"}]}}\n\n' : '"}]}}');
}

/** Half of the answer, then a reset. */
function cut(response: ServerResponse, answer: string, options: BackendOptions): void {
  const type = options.answers === 'sse' ? 'text/event-stream' : 'application/json';
  const text = options.answers === 'sse' ? `data: ${answer}` : answer;
  response.writeHead(200, { 'content-type': type, 'content-length': String(Buffer.byteLength(text)) });
  response.write(text.slice(0, text.length / 2), () => response.socket?.resetAndDestroy());
}
