// Legacy clients: asked by requests on the stream of their call, whichever era its server is of.
import type { AskedCall, AskingCall, Said } from '../contract/asks.ts';
import type { LateStage } from '../contract/news.ts';
import type { Ask, BackendSink } from '../contract/server.ts';
import { binary, encode } from '../protocol/bytes.ts';
import { URL_ELICITATION_REQUIRED } from '../protocol/errors.ts';
import { insertion } from '../protocol/splice.ts';
import { ELICITATION_COMPLETE } from '../protocol/versions.ts';
import { asksForInput, UNANSWERED, UNASKED } from './answers.ts';
import { NOT_ANSWERED } from './parked.ts';
import type { Pushes } from './pushes.ts';
import { requiredBy } from './rounds.ts';
import { elicitationIdIn, urlsIn } from './urls.ts';

/** Rounds that a call of a legacy client may take. */
const MOST_ROUNDS = 8;

/** Attempts a call of a legacy client, which may be asked what `may` says. */
export type AttemptLegacy = (call: AskingCall, capabilities: string, may: (ask: Ask) => boolean) => void;

/** The call whose stream is open; null once it has ended. */
interface Open {
  call: AskingCall | null;
}

export function createLegacy(pushes: Pushes, late: LateStage | null): AttemptLegacy {
  function attempt(
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
    /** What is told later may be waited for longer than the call lives, and must not hold it. */
    const open: Open = { call };
    const stop = (): void => {
      open.call = null;
      for (const giveUp of asking) giveUp();
      asking.clear();
    };
    const sink: BackendSink = {
      notification: (message) => call.notify(message),
      asked(one, respond) {
        if (!may(one)) return respond(NOT_ANSWERED);
        expect(open, one);
        ask(one, (said) => respond(saidOf(said)));
      },
      answer(answer) {
        const urls = answer.errorCode === URL_ELICITATION_REQUIRED ? urlsIn(answer) : [];
        const fits = urls?.every(may) === true;
        if (fits) for (const url of urls!) expect(open, url);
        stop();
        if (!fits) return call.failed(UNASKED);
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
          attempt(call, capabilities, may, [more], rounds - 1);
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

  /** Its server may tell later that a person has been where it sends them. */
  function expect(open: Open, ask: Ask): void {
    const id = elicitationIdIn(ask);
    if (id === null || open.call === null) return;
    const { request, server } = open.call;
    late?.expect(server, ELICITATION_COMPLETE, id, {
      session: request.session!.key,
      as: id,
      push(json) {
        if (open.call === null || open.call.over) return false;
        open.call.push(json);
        return true;
      },
    });
  }

  return (call, capabilities, may) => attempt(call, capabilities, may, [], MOST_ROUNDS);
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

/** Text as edits are spelled: one character a byte. */
function spelled(text: string): string {
  const bytes = encode(text);
  return binary(bytes, 0, bytes.length);
}
