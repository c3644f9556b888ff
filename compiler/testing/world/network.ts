// The network and the child processes of a test: every server's address leads to its backend in memory.
import type { Child, Clock, HttpClient, HttpHandler, Spawn } from '../../../runtime/contract/environment.ts';
import type { BackendAnswer, MemoryBackend } from './backend.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * An HTTP client that reaches the backends and nothing else. Over HTTP+SSE, too: who speaks that asks by GET before all else;
 * a GET beside what is posted is for a stream, and these servers have none (2025-11-25, basic/transports).
 *
 * @param find the backend at a URL (origin and path), or undefined
 * @param documents what issuers of tokens publish, by URL
 */
export function memoryHttp(
  find: (url: string) => MemoryBackend | undefined,
  clock: Pick<Clock, 'after'>,
  documents: ReadonlyMap<string, string> = new Map(),
): HttpClient {
  const streams = new Map<string, Posted>();
  const postedTo = new Set<string>();
  return {
    request(call, asking) {
      let gone = false;
      const handler = whileHere(asking, () => gone);
      const url = call.origin + call.path;
      const posted = streams.get(url);
      const backend = find(url);
      const document = call.method === 'GET' ? documents.get(url) : undefined;
      // Never inside `request`: a real network does not answer before it was asked either.
      queueMicrotask(() => {
        if (gone) return;
        if (document !== undefined) tell(handler, { status: 200, text: document });
        else if (posted !== undefined) posted(text(call.body ?? []), handler, clock);
        else if (backend === undefined) handler.error(`no server of this gateway at ${url}`, false);
        else if (call.method === 'POST') {
          postedTo.add(url);
          answer(handler, backend(text(call.body ?? [])), clock);
        } else if (call.method === 'GET' && !postedTo.has(url)) open(streams, url, backend, handler);
        else tell(handler, { status: 405, text: '' });
      });
      return () => {
        gone = true;
      };
    },
    close: () => Promise.resolve(),
  };
}

/** Nobody is told any more once the call was cancelled. */
function whileHere(handler: HttpHandler, gone: () => boolean): HttpHandler {
  return {
    head: (status, fields) => void (gone() || handler.head(status, fields)),
    data: (chunk) => void (gone() || handler.data(chunk)),
    end: () => void (gone() || handler.end()),
    error: (detail, begun) => void (gone() || handler.error(detail, begun)),
  };
}

/** Takes what was posted beside a stream. */
type Posted = (message: string, handler: HttpHandler, clock: Pick<Clock, 'after'>) => void;

/** A stream that answers what is posted to the endpoint it names (2024-11-05, basic/transports). */
function open(streams: Map<string, Posted>, url: string, backend: MemoryBackend, stream: HttpHandler): void {
  const endpoint = `${url}${url.includes('?') ? '&' : '?'}stream=${streams.size + 1}`;
  streams.set(endpoint, (message, handler, clock) => {
    const given = backend(message);
    if (given.lost === 'reset' || given.lost === 'refused' || given.status >= 400)
      return answer(handler, given, clock);
    tell(handler, { status: 202, text: '' });
    const event = (): void => void stream.data(encoder.encode(`data: ${given.text}\n\n`));
    if (given.text !== '') later(event, given, clock);
  });
  stream.head(200, ['content-type', 'text/event-stream']);
  stream.data(encoder.encode(`event: endpoint\ndata: ${endpoint}\n\n`));
}

/** The answer, or what comes in its place. */
function answer(handler: HttpHandler, given: BackendAnswer, clock: Pick<Clock, 'after'>): void {
  if (given.lost === 'silent') return;
  if (given.lost === 'refused') return handler.error('connection refused, as the test has it', false);
  if (given.lost === 'reset') return handler.error('connection reset, as the test has it', true);
  later(() => tell(handler, given), given, clock);
}

function later(say: () => void, { afterMs }: BackendAnswer, clock: Pick<Clock, 'after'>): void {
  if (afterMs === undefined) say();
  else clock.after(afterMs, say);
}

function tell(handler: HttpHandler, answer: BackendAnswer): void {
  const body = encoder.encode(answer.text);
  handler.head(answer.status, ['content-type', 'application/json', 'content-length', String(body.length)]);
  if (body.length > 0) handler.data(body);
  handler.end();
}

/**
 * A `Spawn` whose children are backends.
 *
 * A reset, and what cannot be reached, is a child that ends.
 *
 * @param find the backend that a command and its environment start, or undefined
 */
export function memorySpawn(
  find: (command: readonly string[], env: Readonly<Record<string, string>>) => MemoryBackend | undefined,
  clock: Pick<Clock, 'after'>,
): Spawn {
  return (command, env, handler) => {
    const backend = find(command, env);
    let running = true;
    const end = (detail: string): void => {
      if (running) handler.exit(detail);
      running = false;
    };
    if (backend === undefined)
      queueMicrotask(() => end(`no server of this gateway starts ${command.join(' ')}`));
    const child: Child = {
      write(line) {
        if (!running || backend === undefined) return false;
        const given = backend(text(line));
        const say = (): void => void (running && handler.stdout(encoder.encode(`${given.text}\n`)));
        if (given.lost === 'reset' || given.lost === 'refused')
          queueMicrotask(() => end('ended, as the test has it'));
        else if (given.text !== '') queueMicrotask(() => later(say, given, clock));
        return true;
      },
      stop: async () => end('stopped'),
    };
    return child;
  };
}

function text(chunks: readonly Uint8Array[]): string {
  return chunks.length === 1 ? decoder.decode(chunks[0]) : decoder.decode(Buffer.concat(chunks));
}
