// What servers ask of clients in the middle of a call, in either era on either side: only the agent whose call it is
// is asked, and only for what its server may ask and its client says it can answer.
import type { Asked, AskedCall, AskingCall, AskStage, Said } from '../contract/asks.ts';
import type { Environment } from '../contract/environment.ts';
import type { ServerMessage, Span } from '../contract/message.ts';
import type { Ask, BackendSink } from '../contract/server.ts';
import { binary, binaryJson, concat, encode } from '../protocol/bytes.ts';
import { URL_ELICITATION_REQUIRED } from '../protocol/errors.ts';
import { scanServer } from '../protocol/scan.ts';
import { insertion, splice } from '../protocol/splice.ts';
import { createSeal } from '../seal/index.ts';
import { allowed, shared } from './capabilities.ts';
import { createParking, NOT_ANSWERED, requiring } from './parked.ts';
import { createPushes } from './pushes.ts';
import { asksOf, requiredBy, roundOf } from './rounds.ts';
import { createStates } from './state.ts';
import { urlsIn } from './urls.ts';

/** Rounds that a call of a legacy client may take. */
const MOST_ROUNDS = 8;

/** The stage, its states sealed with the first of `keys`, 32 bytes each, and opened with all. */
export function askStage(environment: Environment, keys: readonly Uint8Array[], asked: Asked): AskStage {
  const states = createStates(createSeal(keys, environment.random), environment);
  const pushes = createPushes(environment, asked.pushed);
  const parking = createParking(environment, states, asked.parked);

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

  function attemptLegacy(
    call: AskingCall,
    capabilities: string,
    may: (ask: Ask) => boolean,
    edits: AskedCall['edits'],
    rounds: number,
  ): void {
    const asking = new Set<() => void>();
    const ask = (one: Ask, heard: (said: Said) => void): void => {
      const giveUp = pushes.push(call, one, (said) => {
        asking.delete(giveUp);
        heard(said);
      });
      asking.add(giveUp);
    };
    const stop = (): void => {
      for (const giveUp of asking) giveUp();
      asking.clear();
    };
    const sink: BackendSink = {
      notification: (message) => call.notify(message),
      asked(one, respond) {
        if (may(one)) ask(one, (said) => respond(saidOf(said)));
        else respond(NOT_ANSWERED);
      },
      answer(answer) {
        stop();
        if (answer.errorCode === URL_ELICITATION_REQUIRED && !urlsIn(answer)?.every(may))
          return call.failed(UNASKED);
        if (!asksForInput(answer)) return call.answer(answer);
        const required = requiredBy(answer);
        if (required === null || rounds === 0 || ![...required.requests.values()].every(may))
          return call.failed(UNASKED);
        gather(required.requests, ask, (responses) => {
          if (call.over) return;
          if (responses === null) {
            // Nobody needs the other answers.
            stop();
            return call.failed(UNANSWERED);
          }
          const state = required.state === null ? '' : `,"requestState":${JSON.stringify(required.state)}`;
          const { bytes, params } = call.request.message;
          const more = insertion(bytes, params!.start, spelled(`"inputResponses":{${responses}}${state}`));
          attemptLegacy(call, capabilities, may, [more], rounds - 1);
        });
      },
      failed(failure) {
        stop();
        call.failed(failure);
      },
    };
    const cancel = call.send({ capabilities, edits }, sink);
    call.sent(() => {
      stop();
      cancel();
    });
  }

  return {
    attempt(call) {
      const capabilities = shared(call.request, call.kinds);
      const may = (ask: Ask): boolean => allowed(capabilities, ask);
      if (call.request.era === 'modern') attemptModern(call, capabilities, may);
      else attemptLegacy(call, capabilities, may, [], MOST_ROUNDS);
    },
    respond: pushes.respond,
    shared,
    may(request, kinds, requests) {
      const capabilities = shared(request, kinds);
      return asksOf(requests)?.every(([, ask]) => allowed(capabilities, ask)) === true;
    },
  };
}

/** Asks everything at once; `done` is given the raw JSON members of the answers, or null when one is missing. */
function gather(
  requests: ReadonlyMap<string, Ask>,
  ask: (one: Ask, heard: (said: Said) => void) => void,
  done: (responses: string | null) => void,
): void {
  const responses: string[] = [];
  let left = requests.size;
  if (left === 0) return done('');
  let failed = false;
  for (const [key, one] of requests) {
    ask(one, (said) => {
      if (failed) return;
      failed = said === null || 'error' in said;
      if (said === null || 'error' in said) return done(null);
      responses.push(`${JSON.stringify(key)}:${said.result}`);
      left -= 1;
      if (left === 0) done(responses.join());
    });
  }
}

/** Raw JSON member of what the client said. */
function saidOf(said: Said): string {
  if (said === null) return '"error":{"code":-32001,"message":"The client did not answer in time"}';
  return 'result' in said ? `"result":${said.result}` : `"error":${said.error}`;
}

function asksForInput({ resultType }: ServerMessage): boolean {
  return resultType === 'input_required';
}

/** Text as edits are spelled: one character a byte. */
function spelled(text: string): string {
  const bytes = encode(text);
  return binary(bytes, 0, bytes.length);
}

/** The message with another value where its result's state stands. */
function respelled({ bytes }: ServerMessage, span: Span, value: string): ServerMessage {
  return scanServer(concat(splice(bytes, [{ span, with: value }])))!;
}

const UNASKED = {
  kind: 'protocol',
  status: null,
  begun: true,
  sent: true,
  detail: 'it asks the client for what it may not ask, or for nothing',
} as const;

const UNANSWERED = { ...UNASKED, detail: 'the client did not answer what the server asked' } as const;
