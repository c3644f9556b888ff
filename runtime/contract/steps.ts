// What stages that serve requests of their own have in common with the page of stages, `runtime/gateway.ts`.
import type { CatalogItem, Subject } from './catalog.ts';
import type { ServerMessage } from './message.ts';
import type { BackendCall, BackendFailure } from './server.ts';

/** Serves `completion/complete`. */
// biome-ignore lint/suspicious/noExplicitAny: the gateway's own type of a call, which nothing here need know
export type CompletionStage<Call = any> = (call: Call, steps: Steps<Call>) => void;

/** The steps of a call that stages of their own take, too. */
// biome-ignore lint/suspicious/noExplicitAny: the same
export interface Steps<Call = any> {
  /** Goes on with `value` once it is there; a rejection or a throw ends the call with no. */
  after<T>(call: Call, value: T | Promise<T>, next: (call: Call, value: T) => void): void;
  /** What the agent may not see is answered as what does not exist. */
  see(
    call: Call,
    subject: Subject,
    item: CatalogItem | undefined,
    next: (call: Call, item: CatalogItem) => void,
  ): void;
  /** Sends it and settles what comes of it. */
  send(call: Call, item: CatalogItem, outbound: BackendCall): void;
  settle(call: Call, item: CatalogItem, answer: ServerMessage): void;
  giveUp(call: Call, item: CatalogItem, failure: BackendFailure): void;
}
