// The call of an agent, as the stage of asks sees it.
import type { AskingCall, AskSteps } from '../contract/asks.ts';
import type { CatalogItem } from '../contract/catalog.ts';
import type { BackendCall, BackendSink } from '../contract/server.ts';
import { missingCapability } from '../gateway/answers.ts';
import type { Call } from '../gateway/call.ts';

/** @param through what stands between the server and who is told of its answer */
export function askingCallOf(
  call: Call,
  item: CatalogItem,
  outbound: BackendCall,
  { settle, giveUp }: AskSteps<Call>,
  through: (sink: BackendSink) => BackendSink = (sink) => sink,
): AskingCall {
  const { request, asked } = call;
  return {
    request,
    asked,
    server: item.server,
    kinds: item.asks,
    get over() {
      return call.over;
    },
    send({ edits, ...more }, sink) {
      const all = [...edits, ...(outbound.edits ?? [])];
      return item.backend.call({ ...outbound, ...more, edits: all }, through(sink));
    },
    hold() {
      call.core.inFlight.enter();
      return () => call.core.inFlight.leave();
    },
    sent: (cancel) => call.sent(cancel),
    push: (json) => call.push(json),
    through: () => call.through(),
    notify: (message) => call.notify(message),
    require: (result) => call.require(result),
    answer: (message) => settle(call, item, message),
    failed: (failure) => giveUp(call, item, failure),
    missing: (required) => call.refuse(missingCapability(required)),
    invalid: (problem) => call.invalid(problem),
  };
}
