// The network and the child processes of a test: every server's address leads to its backend in memory.
import type { Child, HttpClient, HttpHandler, Spawn } from '../../../runtime/contract/environment.ts';
import type { BackendAnswer, MemoryBackend } from './backend.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * An HTTP client that reaches the backends and nothing else.
 *
 * @param find the backend at a URL (origin and path), or undefined
 */
export function memoryHttp(find: (url: string) => MemoryBackend | undefined): HttpClient {
  return {
    request(call, handler) {
      let gone = false;
      const backend = find(call.origin + call.path);
      // Never inside `request`: a real network does not answer before it was asked either.
      queueMicrotask(() => {
        if (gone) return;
        if (backend === undefined)
          handler.error(`no server of this gateway at ${call.origin}${call.path}`, false);
        else if (call.method !== 'POST') tell(handler, { status: 405, text: '' });
        else tell(handler, backend(text(call.body ?? [])));
      });
      return () => {
        gone = true;
      };
    },
    close: () => Promise.resolve(),
  };
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
