// What one server offers: asked in the background, kept until it changes or grows old, asked again when it fails.
import type { Environment } from '../contract/environment.ts';
import type { Readiness } from '../contract/gateway.ts';
import {
  type Backend,
  type Listed,
  OFFER_KINDS,
  type Offerings,
  type OfferKind,
} from '../contract/server.ts';
import { decode } from '../protocol/bytes.ts';

/** Freshness where the server states none: legacy servers cannot. */
const DEFAULT_TTL_MS = 60_000;
/** A list is asked for at most so often, whatever a server says. */
export const LEAST_TTL_MS = 1_000;
export const MOST_TTL_MS = 24 * 3_600_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;
/** Changes that come in a burst are answered by one list. */
const DEBOUNCE_MS = 50;

/** The kept list of one server. */
export interface Listing {
  readonly backend: Backend;
  /** What the last list that succeeded has. */
  offers(): Offerings;
  /** True until the first list has succeeded or failed. */
  pendingFirst(): boolean;
  /** It has never been listed. */
  unknown(): boolean;
  /** Resolves, never rejects, when `pendingFirst` turns false. */
  readonly first: Promise<void>;
  refresh(): void;
  refreshIfStale(): void;
  /** Milliseconds for which the list may still be held. */
  freshMs(): number;
  report(): Readiness['servers'][string];
  close(): void;
}

const NOTHING: Offerings = {
  tools: [],
  prompts: [],
  resources: [],
  resourceTemplates: [],
  completions: false,
  logs: false,
  updates: false,
  tasks: null,
  extensions: {},
  experimental: {},
  instructions: null,
  ttlMs: null,
  rejected: [],
};

/** Keeps what `backend` offers; `changed` runs whenever it is not what it was. */
export function createListing(
  backend: Backend,
  kinds: readonly OfferKind[],
  environment: Environment,
  changed: () => void,
): Listing {
  const { clock, log } = environment;
  let offers = NOTHING;
  let expires = 0;
  let failures = 0;
  let asking = false;
  let askAgain = false;
  let closed = false;
  let changing = false;
  let cancelTimer: () => void = () => {};
  let settleFirst: (() => void) | null = null;
  const first = new Promise<void>((resolve) => {
    settleFirst = resolve;
  });

  function refresh(): void {
    if (closed) return;
    changing = false;
    askAgain = asking;
    if (asking) return;
    asking = true;
    cancelTimer();
    backend.list(kinds).then(listed, failed).then(settled);
  }

  function listed(given: Offerings): void {
    failures = 0;
    expires = clock.monotonic() + ttlOf(given);
    const before = offers;
    offers = given;
    if (same(before, given)) return;
    for (const { kind, name, reason } of given.rejected)
      log(`server ${backend.name}: "${name}" of its ${kind} left out: ${reason}`);
    changed();
  }

  function failed(error: unknown): void {
    // Its server was ended with the gateway, or is none of its any more.
    if (closed) return;
    failures += 1;
    const wait = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS);
    if (failures === 1) log(`server ${backend.name}: cannot be listed: ${textOf(error)}; trying again`);
    cancelTimer = clock.after(wait, refresh);
  }

  function settled(): void {
    asking = false;
    settleFirst?.();
    settleFirst = null;
    if (askAgain) refresh();
  }

  backend.onChanged(() => {
    // The first change of a burst sets the time: a server that never stops changing is listed all the same.
    if (closed || changing) return;
    changing = true;
    cancelTimer();
    cancelTimer = clock.after(DEBOUNCE_MS, refresh);
  });

  return {
    backend,
    offers: () => offers,
    unknown: () => offers === NOTHING,
    pendingFirst: () => settleFirst !== null,
    first,
    refresh,
    refreshIfStale: () => {
      if (failures === 0 && !asking && clock.monotonic() >= expires) refresh();
    },
    freshMs: () => Math.max(0, Math.floor(expires - clock.monotonic())),
    report: () => ({ ...backend.status(), tools: offers.tools.length, stale: failures > 0 }),
    close: () => {
      closed = true;
      cancelTimer();
    },
  };
}

function ttlOf(listing: Offerings): number {
  return Math.min(Math.max(listing.ttlMs ?? DEFAULT_TTL_MS, LEAST_TTL_MS), MOST_TTL_MS);
}

function same(before: Offerings, after: Offerings): boolean {
  return (
    before.completions === after.completions &&
    before.logs === after.logs &&
    before.updates === after.updates &&
    before.instructions === after.instructions &&
    sameSettings(before, after) &&
    OFFER_KINDS.every((kind) => sameList(before[kind], after[kind]))
  );
}

function sameSettings(before: Offerings, after: Offerings): boolean {
  const text = ({ tasks, extensions, experimental, rejected }: Offerings): string =>
    JSON.stringify([tasks, extensions, experimental, rejected]);
  return text(before) === text(after);
}

function sameList(before: readonly Listed[], after: readonly Listed[]): boolean {
  return before.length === after.length && before.every((one, at) => sameDefinition(one, after[at]!));
}

function sameDefinition(one: Listed, other: Listed): boolean {
  return decode(one.definition) === decode(other.definition);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
