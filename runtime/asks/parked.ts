// Calls that wait for a modern client: their legacy server has asked in the middle of them, and goes on with the answer.
// The call is never sent again: it waits here, in this process, and the client comes back to it.
import type { Asked, AskedCall, AskingCall } from '../contract/asks.ts';
import type { Through } from '../contract/attempt.ts';
import type { Environment } from '../contract/environment.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { Ask, BackendFailure } from '../contract/server.ts';
import { encode, hex } from '../protocol/bytes.ts';
import { ELICITATION_COMPLETE } from '../protocol/versions.ts';
import { ANSWER_MS, type States } from './state.ts';

/** So many calls may wait in one process. */
const MOST = 1000;
/** What a server asks within so many milliseconds is asked together. */
const GATHER_MS = 5;

interface Pending {
  readonly ask: Ask;
  readonly respond: (said: string) => void;
}

/** How the server ended the call, while nobody listened. */
type End = { readonly answer: ServerMessage } | { readonly failure: BackendFailure };

export interface Parking {
  /** A call of a modern client, from its beginning. `answered` tells whoever listens then of the server's answer. */
  begin(
    call: AskingCall,
    more: AskedCall,
    may: (ask: Ask) => boolean,
    answered: (call: AskingCall, answer: ServerMessage) => void,
  ): void;
  /** Goes on with a call that waits. False when there is none of that number. */
  resume(number: string, call: AskingCall, responses: ReadonlyMap<string, string>): boolean;
}

/** @param parked what waits for clients already, begun by another gateway */
export function createParking(
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
  states: States,
  parked: Asked['parked'],
): Parking {
  const prefix = hex(random(6));
  let count = 0;

  const begin: Parking['begin'] = (first, more, may, answered) => {
    const number = `${prefix}${++count}`;
    const pending = new Map<string, Pending>();
    let asks = 0;
    let listening: AskingCall | null = first;
    let end: End | null = null;
    let stopTimer = (): void => {};
    let letGo = (): void => {};

    /** Tells the client that listens what there is to tell. */
    function tell(): void {
      const call = listening;
      if (call === null || call.over) return;
      if (end !== null) {
        parked.delete(number);
        stopTimer();
        if ('answer' in end) answered(call, end.answer);
        else call.failed(end.failure);
      } else if (pending.size > 0) {
        listening = null;
        wait();
        const asks = [...pending].map(([key, { ask }]) => [key, ask] as const);
        call.require(requiring(asks, states.seal(call, { parked: number })));
      }
    }

    function wait(): void {
      stopTimer();
      parked.set(number, resume);
      letGo = first.hold();
      stopTimer = clock.after(ANSWER_MS, leave);
    }

    /** Nobody waits for the call any more. */
    function leave(): void {
      parked.delete(number);
      stopTimer();
      release();
      cancel();
    }

    function release(): void {
      letGo();
      letGo = () => {};
    }

    function resume(call: AskingCall, responses: ReadonlyMap<string, string>): void {
      listening = call;
      stopTimer();
      release();
      call.sent(leave);
      for (const [key, { respond }] of pending) {
        const response = responses.get(key);
        if (!response?.startsWith('{')) continue;
        pending.delete(key);
        respond(`"result":${response}`);
      }
      // What is missing is asked for again (Multi Round-Trip Requests, "Error Handling").
      tell();
    }

    function over(how: End): void {
      end = how;
      // There is only an answer to be fetched: no drain waits for that.
      release();
      tell();
    }

    // Its answer is for who listens when it comes.
    const through = (): Through | null => listening?.through() ?? null;
    const cancel = first.send(
      { ...more, through },
      {
        notification(message) {
          // Gone in the era of its client.
          return message.method !== ELICITATION_COMPLETE && listening?.notify(message);
        },
        asked(ask, respond) {
          if (!may(ask) || parked.size >= MOST) return respond(NOT_ANSWERED);
          const key = `${ask.method.replace(/\W/g, '_')}_${++asks}`;
          pending.set(key, { ask, respond });
          // Who was told of it may answer it all the same: nobody needs that any more.
          ask.signal?.addEventListener('abort', () => pending.delete(key));
          clock.after(GATHER_MS, tell);
        },
        answer: (answer) => over({ answer }),
        failed: (failure) => over({ failure }),
      },
    );
    first.sent(leave);
  };

  return {
    begin,
    resume(number, call, responses) {
      const going = parked.get(number);
      going?.(call, responses);
      return going !== undefined;
    },
  };
}

/** What a server is told whose request nobody may or can answer. Raw JSON member. */
export const NOT_ANSWERED = '"error":{"code":-32601,"message":"This client does not answer the request"}';

/** A result by which a modern client is asked (2026-07-28, schema, InputRequiredResult). */
export function requiring(asks: readonly (readonly [string, Ask])[], state: string): Uint8Array {
  const requests = asks.map(
    ([key, ask]) => `${JSON.stringify(key)}:{"method":${JSON.stringify(ask.method)},"params":${ask.params}}`,
  );
  return encode(
    `{"resultType":"input_required","inputRequests":{${requests.join()}},"requestState":${JSON.stringify(state)}}`,
  );
}
