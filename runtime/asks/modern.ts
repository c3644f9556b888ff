// Modern clients: asked by the result of their call, which goes on when they send it again. Multi Round-Trip Requests.
import type { AskedCall, AskingCall } from '../contract/asks.ts';
import type { ServerMessage, Span } from '../contract/message.ts';
import type { Ask } from '../contract/server.ts';
import { binaryJson, concat } from '../protocol/bytes.ts';
import { URL_ELICITATION_REQUIRED } from '../protocol/errors.ts';
import { scanServer } from '../protocol/scan.ts';
import { splice } from '../protocol/splice.ts';
import { asksForInput, UNASKED } from './answers.ts';
import { type Parking, requiring } from './parked.ts';
import { requiredBy, roundOf } from './rounds.ts';
import type { States } from './state.ts';
import { urlsIn } from './urls.ts';

/** Attempts a call of a modern client, which may be asked what `may` says. */
export type AttemptModern = (call: AskingCall, capabilities: string, may: (ask: Ask) => boolean) => void;

export function createModern(states: States, parking: Parking): AttemptModern {
  /** Modern clients go on with what they were given; a legacy server's call waits for them here. */
  function attemptModern(call: AskingCall, capabilities: string, may: (ask: Ask) => boolean): void {
    const round = roundOf(call.request.message);
    if (round === null) return call.invalid('inputResponses must be an object and requestState a string');
    if (round.state === null) return begin(call, capabilities, may, []);
    const carried = states.open(call, round.state);
    if (carried === null) return call.invalid('Invalid or expired requestState');
    if (!('parked' in carried)) {
      // A legacy server had no state: it is sent none.
      const state = 'state' in carried ? carried.state : '';
      begin(call, capabilities, may, [{ span: round.stateSpan!, with: binaryJson(state) }]);
    } else if (!parking.resume(carried.parked, call, round.responses)) {
      call.invalid('Invalid or expired requestState');
    }
  }

  /** Sends the call; what comes decides of which era its server is. */
  function begin(
    call: AskingCall,
    capabilities: string,
    may: (ask: Ask) => boolean,
    edits: AskedCall['edits'],
  ): void {
    parking.begin(call, { capabilities, edits }, may, (listening, answer) => {
      if (asksForInput(answer)) require(listening, answer, may);
      else if (answer.errorCode === URL_ELICITATION_REQUIRED) requireUrls(listening, answer, may);
      else listening.answer(answer);
    });
  }

  /** A modern server's request for input, to a modern client: as it is, but for the state, which is sealed. */
  function require(call: AskingCall, answer: ServerMessage, may: (ask: Ask) => boolean): void {
    const required = requiredBy(answer);
    if (required === null || ![...required.requests.values()].every(may)) return call.failed(UNASKED);
    if (required.stateSpan === null) return call.answer(answer);
    const sealed = states.seal(call, { state: required.state! });
    call.answer(respelled(answer, required.stateSpan, binaryJson(sealed)));
  }

  /** A legacy server's error that sends a person to URLs, to a modern client: once they were visited, the call is sent anew. */
  function requireUrls(call: AskingCall, answer: ServerMessage, may: (ask: Ask) => boolean): void {
    const asks = urlsIn(answer);
    if (asks === null || !call.kinds.includes('elicitation')) return call.failed(UNASKED);
    if (!asks.every(may)) return call.missing({ elicitation: { url: {} } });
    const keyed = asks.map((ask, at) => [`url_${at + 1}`, ask] as const);
    call.require(requiring(keyed, states.seal(call, { again: true })));
  }

  return attemptModern;
}

/** The message with another value where its result's state stands. */
function respelled({ bytes }: ServerMessage, span: Span, value: string): ServerMessage {
  return scanServer(concat(splice(bytes, [{ span, with: value }])))!;
}
