// What servers ask of clients in the middle of a call, in either era on either side: only the agent whose call it is
// is asked, and only for what its server may ask and its client says it can answer.
import type { AskStage } from '../contract/asks.ts';
import type { Ask } from '../contract/server.ts';
import type { AskContext } from '../contract/stages.ts';
import type { Call } from '../gateway/call.ts';
import { createSeal } from '../seal/index.ts';
import { askingCallOf } from './calls.ts';
import { allowed, shared } from './capabilities.ts';
import { createLegacy } from './legacy.ts';
import { createModern } from './modern.ts';
import { createParking } from './parked.ts';
import { createPushes } from './pushes.ts';
import { asksOf } from './rounds.ts';
import { createStates } from './state.ts';

export function askStage({ environment, keys, asked, late }: AskContext): AskStage<Call> {
  const states = createStates(createSeal(keys, environment.random), environment);
  const pushes = createPushes(environment, asked.pushed);
  const attempts = {
    legacy: createLegacy(pushes, late),
    modern: createModern(states, createParking(environment, states, asked.parked)),
  };
  return {
    of: askingCallOf,
    attempt(call) {
      const capabilities = shared(call.request, call.kinds);
      const may = (ask: Ask): boolean => allowed(capabilities, ask);
      attempts[call.request.era](call, capabilities, may);
    },
    respond: pushes.respond,
    shared,
    may(request, kinds, requests) {
      const capabilities = shared(request, kinds);
      return asksOf(requests)?.every(([, ask]) => allowed(capabilities, ask)) === true;
    },
  };
}
