// One answer of a Worker, behind the front's Exchange: a Response, whole or as a stream. What is told may be told by
// another request (a cancellation is one), so it is kept as plain data until the answer's own request takes it.
import type { Answer, Exchange, Fields } from '../../contract/http.ts';
import { concat } from '../../protocol/bytes.ts';
import { createQueue, type Queue } from './queue.ts';

/** The response of what `answer` does with the exchange. `signal` says that the client has gone. */
export async function respond(signal: AbortSignal, answer: (exchange: Exchange) => void): Promise<Response> {
  const made = await new Promise<Answer | Opened>((resolve) => answer(exchangeTo(resolve, signal)));
  if ('body' in made) return responseOf(made);
  const { status, fields, queue, leave } = made;
  return new Response(streamOf(queue, leave), { status, headers: headersOf(fields) });
}

export function responseOf({ status, fields, body }: Answer): Response {
  return new Response(body.length > 0 ? concat(body) : null, { status, headers: headersOf(fields) });
}

/** An answer whose body comes piece by piece. */
interface Opened {
  readonly status: number;
  readonly fields: Fields;
  readonly queue: Queue;
  leave(): void;
}

function exchangeTo(resolve: (made: Answer | Opened) => void, signal: AbortSignal): Exchange {
  const queue = createQueue();
  let over = false;
  let gone = (): void => {};
  const leave = (): void => {
    if (over) return;
    over = true;
    gone();
  };
  const breakOff = (why: string): void => {
    queue.fail(new Error(why));
    leave();
  };
  const end = (): void => {
    over = true;
    queue.end();
  };
  const open: Exchange['open'] = (status, fields) => {
    if (!over) resolve({ status, fields, queue, leave });
  };
  signal.addEventListener('abort', leave);
  return {
    send(answer) {
      if (over) return;
      over = true;
      resolve(answer);
    },
    open,
    write(chunk) {
      if (!over && !queue.push(chunk)) breakOff('the client does not read');
    },
    end,
    flow(status, fields = []) {
      if (over) return null;
      if (status !== undefined) open(status, fields);
      return {
        write(bytes) {
          if (over) return null;
          queue.push(bytes);
          return queue.taken();
        },
        end,
        abort() {
          over = true;
          queue.fail(new Error('the answer is broken off'));
        },
      };
    },
    onGone(told) {
      gone = told;
    },
  };
}

function streamOf(queue: Queue, leave: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunks = await queue.take();
        for (const chunk of chunks) controller.enqueue(chunk);
        if (chunks.length === 0) controller.close();
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  );
}

function headersOf(fields: Fields): Headers {
  const headers = new Headers();
  for (let i = 0; i < fields.length; i += 2) headers.append(fields[i]!, fields[i + 1]!);
  return headers;
}
