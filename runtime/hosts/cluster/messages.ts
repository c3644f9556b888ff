// What the primary and its workers tell each other.
import type { Readiness } from '../../contract/gateway.ts';
import type { Cell, Taken } from '../../contract/limits.ts';
import type { ServerMessage } from '../../contract/message.ts';
import type { LogLevel } from '../../contract/news.ts';
import type {
  BackendCall,
  BackendFailure,
  BackendStatus,
  Offerings,
  OfferKind,
} from '../../contract/server.ts';
import type { SessionNews, TrialCount } from '../../contract/shared.ts';
import type { Listen } from '../node/serve.ts';

/** A server that is a process, which the primary keeps for all. */
export interface KeptServer {
  readonly name: string;
  readonly made: string;
}

/** One charge that waits for its answer. */
export interface Asked {
  readonly id: number;
  readonly cells: readonly Cell[];
}

/** From a worker. `id` is the worker's own, and comes back with the answer. */
export type Up =
  | { readonly up: 'hello' }
  | { readonly up: 'warm' }
  | { readonly up: 'listening'; readonly address: Listen; readonly policy: string }
  | { readonly up: 'take'; readonly asked: readonly Asked[] }
  | { readonly up: 'refund'; readonly cells: readonly Cell[] }
  | { readonly up: 'session'; readonly news: SessionNews }
  | { readonly up: 'trials'; readonly policy: string; readonly counts: readonly TrialCount[] }
  | { readonly up: 'readiness'; readonly own: Readiness }
  | {
      readonly up: 'list';
      readonly id: number;
      readonly server: KeptServer;
      readonly kinds: readonly OfferKind[] | undefined;
    }
  | { readonly up: 'call'; readonly id: number; readonly server: KeptServer; readonly call: BackendCall }
  | { readonly up: 'watch'; readonly id: number; readonly server: KeptServer; readonly uri: string }
  | { readonly up: 'log'; readonly id: number; readonly server: KeptServer; readonly level: LogLevel }
  | { readonly up: 'cancel'; readonly id: number }
  | { readonly up: 'prepared'; readonly problem: string | null }
  | { readonly up: 'retired' };

/** From the primary. */
export type Down =
  | {
      readonly down: 'welcome';
      readonly sealKey: Uint8Array;
      readonly ended: readonly string[];
      readonly levels: readonly (readonly [string, LogLevel])[];
      readonly watched: readonly (readonly [string, readonly string[]])[];
    }
  | { readonly down: 'listen'; readonly where: Listen }
  | { readonly down: 'taken'; readonly taken: readonly { readonly id: number; readonly taken: Taken }[] }
  | { readonly down: 'session'; readonly news: SessionNews }
  | { readonly down: 'readiness'; readonly others: readonly Readiness[] }
  | {
      readonly down: 'status';
      readonly servers: readonly (KeptServer & { readonly status: BackendStatus })[];
    }
  | { readonly down: 'changed'; readonly made: string }
  | { readonly down: 'listed'; readonly id: number; readonly listing: Offerings }
  | { readonly down: 'notification' | 'answer'; readonly id: number; readonly message: ServerMessage }
  | { readonly down: 'updated'; readonly id: number; readonly uri: string }
  | { readonly down: 'logs'; readonly id: number }
  | { readonly down: 'failed'; readonly id: number; readonly failure: BackendFailure }
  | { readonly down: 'prepare'; readonly text: string }
  | { readonly down: 'commit' | 'abandon' | 'drain' };
