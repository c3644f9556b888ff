// Asking clients of the legacy era: a request on the stream of their call, and the response that they post.
// Specification 2025-11-25, basic/transports, "Sending Messages to the Server", 6; client/sampling, client/elicitation.
import type { Asked, AskingCall, Said } from '../contract/asks.ts';
import type { Environment } from '../contract/environment.ts';
import type { ClientMessage } from '../contract/message.ts';
import type { Ask } from '../contract/server.ts';
import { request } from '../protocol/build.ts';
import { hex, textOf } from '../protocol/bytes.ts';
import { members } from '../protocol/skip.ts';
import { ANSWER_MS } from './state.ts';
import { identified } from './urls.ts';

export interface Pushes {
  /** Asks the client of `call`; `heard` runs once, unless it is given up by what is returned. */
  push(call: AskingCall, ask: Ask, heard: (said: Said) => void): () => void;
  respond(session: string, response: ClientMessage): void;
}

/** @param waiting what waits for clients already, asked by another gateway */
export function createPushes(
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
  waiting: Asked['pushed'],
): Pushes {
  // Ids that nobody guesses: a response is taken for what it answers.
  const prefix = hex(random(9));
  let count = 0;
  return {
    push(call, ask, heard) {
      const id = JSON.stringify(`${prefix}-${++count}`);
      const key = call.request.session!.key + id;
      const end = (): void => {
        waiting.delete(key);
        stopTimer();
      };
      const stopTimer = clock.after(ANSWER_MS, () => {
        end();
        heard(null);
      });
      waiting.set(key, (said) => {
        end();
        heard(said);
      });
      call.push([request(id, ask.method, identified(ask, id))]);
      return end;
    },
    respond(session, { bytes, id }) {
      const heard = waiting.get(session + textOf(bytes, id!));
      const [result, error] = members(bytes, skipToBrace(bytes), ['result', 'error'])?.found ?? [];
      if (result !== undefined) heard?.({ result: textOf(bytes, result) });
      else if (error !== undefined) heard?.({ error: textOf(bytes, error) });
    },
  };
}

function skipToBrace(bytes: Uint8Array): number {
  return bytes.indexOf(0x7b);
}
