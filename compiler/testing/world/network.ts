// The network and the child processes of a test: every server's address leads to its backend in memory.
import type { Child, HttpClient, HttpHandler, Spawn } from '../../../runtime/contract/environment.ts';
import type { BackendAnswer, MemoryBackend } from './backend.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * An HTTP client that reaches the backends and nothing else. Over HTTP+SSE, too: only who speaks that asks by GET.
 *
 * @param find the backend at a URL (origin and path), or undefined
 */
export function memoryHttp(find: (url: string) => MemoryBackend | undefined): HttpClient {
  const streams = new Map<string, Posted>();
  return {
    request(call, handler) {
      let gone = false;
      const url = call.origin + call.path;
      const posted = streams.get(url);
      const backend = find(url);
      // Never inside `request`: a real network does not answer before it was asked either.
      queueMicrotask(() => {
        if (gone) return;
        if (posted !== undefined) posted(text(call.body ?? []), handler);
        else if (backend === undefined) handler.error(`no server of this gateway at ${url}`, false);
        else if (call.method === 'POST') tell(handler, backend(text(call.body ?? [])));
        else if (call.method === 'GET') open(streams, url, backend, handler);
        else tell(handler, { status: 405, text: '' });
      });
      return () => {
        gone = true;
      };
    },
    close: () => Promise.resolve(),
  };
}

/** Takes what was posted beside a stream. */
type Posted = (message: string, handler: HttpHandler) => void;

/** A stream that answers what is posted to the endpoint it names (2024-11-05, basic/transports). */
function open(streams: Map<string, Posted>, url: string, backend: MemoryBackend, stream: HttpHandler): void {
  const endpoint = `${url}${url.includes('?') ? '&' : '?'}stream=${streams.size + 1}`;
  streams.set(endpoint, (message, handler) => {
    const answer = backend(message);
    tell(handler, { status: 202, text: '' });
    if (answer.text !== '') stream.data(encoder.encode(`data: ${answer.text}\n\n`));
  });
  stream.head(200, ['content-type', 'text/event-stream']);
  stream.data(encoder.encode(`event: endpoint\ndata: ${endpoint}\n\n`));
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
 * @param find the backend that a command and its environment start, or undefined
 */
export function memorySpawn(
  find: (command: readonly string[], env: Readonly<Record<string, string>>) => MemoryBackend | undefined,
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
        const answer = backend(text(line));
        if (answer.text !== '')
          queueMicrotask(() => running && handler.stdout(encoder.encode(`${answer.text}\n`)));
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
