// What a Worker's isolates have in common: no memory. What clients carry between them is sealed by `listen.seal`.
import type { Shared } from '../../contract/shared.ts';

/** What one isolate knows by itself: which sessions have ended, and what is in flight. */
export function isolated(random: (count: number) => Uint8Array): Shared {
  return {
    sessions: {
      sealKey: random(32),
      ended: new Map(),
      inFlight: new Map(),
      asked: { pushed: new Map(), parked: new Map() },
      tasks: null,
      levels: new Map(),
      watched: new Map(),
      streams: null,
      listeners: new Set(),
      tell() {},
    },
    store: null,
    keep: (_name, _made, make) => make(),
    readiness: (own) => own,
    trials: null,
  };
}
