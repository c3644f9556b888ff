// What a modern client carries between the rounds of a call, sealed: for this agent, call and server only, for a while.
// Specification 2026-07-28, basic/patterns/mrtr, "Server Requirements", 4 and 5.
import type { AskingCall } from '../contract/asks.ts';
import type { Environment } from '../contract/environment.ts';
import { textOf } from '../protocol/bytes.ts';
import type { Seal } from '../seal/index.ts';

/** How long a person may take to answer, in milliseconds. */
export const ANSWER_MS = 10 * 60_000;

/** What is sealed: the server's own state, the number of a call that waits here, or that it is to be sent again. */
export type Carried = { readonly state: string } | { readonly parked: string } | { readonly again: true };

export interface States {
  seal(call: AskingCall, carried: Carried): string;
  /** Null for what was not sealed here for this very call, or too long ago. */
  open(call: AskingCall, sealed: string): Carried | null;
}

export function createStates(seal: Seal, { clock, digest }: Pick<Environment, 'clock' | 'digest'>): States {
  /** All that must be the same in every round. */
  const boundTo = ({ request: { agent, message }, server, asked }: AskingCall): string => {
    const args = message.args === null ? '' : digest(textOf(message.bytes, message.args));
    return JSON.stringify(['ask', agent.method, agent.name, server, message.method, asked, args]);
  };
  return {
    seal: (call, carried) => seal.seal(JSON.stringify([clock.now() + ANSWER_MS, carried]), boundTo(call)),
    open(call, sealed) {
      const text = seal.open(sealed, boundTo(call));
      if (text === null) return null;
      const [expires, carried] = JSON.parse(text) as [number, Carried];
      return clock.now() < expires ? carried : null;
    },
  };
}
