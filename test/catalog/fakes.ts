// Backends in memory, for what a catalog makes of lists. End to end, real servers take their place.

import { resourceStage } from '../../runtime/catalog/resources.ts';
import type { CatalogContext } from '../../runtime/contract/catalog.ts';
import type { Environment } from '../../runtime/contract/environment.ts';
import type { Agent } from '../../runtime/contract/identity.ts';
import type { LockStage } from '../../runtime/contract/lock.ts';
import type { Plan, ServerPlan } from '../../runtime/contract/plan.ts';
import { type Backend, type Listed, OFFER_KINDS, type Offerings } from '../../runtime/contract/server.ts';
import { encode } from '../../runtime/protocol/bytes.ts';

export interface FakeBackend extends Backend {
  /** What the next list gives; an Error rejects, null never settles. */
  next: readonly string[] | Error | null;
  prompts: readonly string[];
  resources: readonly string[];
  templates: readonly string[];
  ttlMs: number | null;
  /** What else it says of itself. */
  says: Partial<Offerings>;
  lists: number;
  change(): void;
}

const NOTHING = {
  completions: false,
  logs: false,
  updates: false,
  tasks: null,
  extensions: {},
  experimental: {},
  instructions: null,
  rejected: [],
};

/** `definition` is a raw JSON object that begins with `{"name":"…"`, or another `key`. */
export function listed(definition: string, key: 'name' | 'uri' | 'uriTemplate' | number = 'name'): Listed {
  const of = typeof key === 'number' ? 'name' : key;
  const name = JSON.parse(definition)[of] as string;
  const start = `{"${of}":`.length;
  const nameSpan = { start, end: start + encode(JSON.stringify(name)).length };
  return { name, definition: encode(definition), nameSpan, mirror: null, parsed: JSON.parse(definition) };
}

export function fakeBackend(name: string, next: readonly string[] | Error | null): FakeBackend {
  let changed = () => {};
  const backend: FakeBackend = {
    name,
    next,
    prompts: [],
    resources: [],
    templates: [],
    ttlMs: null,
    says: {},
    lists: 0,
    change: () => changed(),
    status: () => (backend.next instanceof Error ? { state: 'down', reason: 'down' } : { state: 'up' }),
    list: () => list(backend),
    call: () => () => {},
    onChanged: (callback) => {
      changed = callback;
    },
    watch: () => () => {},
    logFrom: async () => {},
    close: async () => {},
  };
  return backend;
}

function list(backend: FakeBackend): Promise<Offerings> {
  backend.lists += 1;
  if (backend.next === null) return new Promise(() => {});
  if (backend.next instanceof Error) return Promise.reject(backend.next);
  return Promise.resolve({
    ...NOTHING,
    tools: backend.next.map(listed),
    prompts: backend.prompts.map(listed),
    resources: backend.resources.map((uri) => listed(uri, 'uri')),
    resourceTemplates: backend.templates.map((template) => listed(template, 'uriTemplate')),
    ttlMs: backend.ttlMs,
    ...backend.says,
  });
}

export interface FakeTime {
  readonly clock: Environment['clock'];
  advance(ms: number): Promise<void>;
}

/** A clock whose timers fire when it is advanced, in order. */
export function fakeTime(): FakeTime {
  let now = 0;
  let timers: { at: number; fire: () => void }[] = [];
  const after = (ms: number, fire: () => void) => {
    const timer = { at: now + ms, fire };
    timers.push(timer);
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  };
  async function advance(ms: number): Promise<void> {
    const until = now + ms;
    for (;;) {
      await settled();
      const due = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      timers = timers.filter((other) => other !== due);
      now = due.at;
      due.fire();
    }
    now = until;
    await settled();
  }
  return { clock: { now: () => now, monotonic: () => now, after }, advance };
}

/** Lets every promise that can settle do so. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

export function serverPlan(name: string, changed: Partial<ServerPlan> = {}): ServerPlan {
  return {
    name,
    place: 'gateway.yaml:5',
    transport: { kind: 'http', url: 'http://127.0.0.1:1/mcp', hosts: [], credentials: {} },
    timeoutMs: 30_000,
    offers: () => true,
    rename: {},
    labels: () => ({}),
    ...changed,
  };
}

export function context(
  backends: readonly Backend[],
  time: FakeTime,
  changed: {
    servers?: readonly ServerPlan[];
    alias?: Record<string, string>;
    name?: Plan['catalog']['name'];
    resources?: Plan['catalog']['resources'];
    lock?: LockStage;
  } = {},
): CatalogContext & { readonly log: string[] } {
  const log: string[] = [];
  const name = changed.name ?? ((server: string, tool: string) => `${server}__${tool}`);
  const plan = {
    servers: changed.servers ?? backends.map((backend) => serverPlan(backend.name)),
    catalog: { name, alias: changed.alias ?? {}, ...(changed.resources && { resources: changed.resources }) },
  } as unknown as Plan;
  const environment = { clock: time.clock, log: (line: string) => log.push(line) } as unknown as Environment;
  const judged = (name: string) => ({
    judge: {
      visible: (agent: Agent) => agent.labels.blind !== name,
      decide: () => ({ allowed: true, rule: null, place: null, message: null }),
      denies: () => false,
    },
    watch: null,
    gate: null,
  });
  const prepare: CatalogContext['prepare'] = {
    tool: ({ name }) => judged(name),
    prompt: ({ name }) => judged(name),
    resource: ({ uri }) => judged(uri),
    template: ({ uri }) => judged(uri),
  };
  const kinds = OFFER_KINDS;
  const { lock } = changed;
  return {
    plan,
    environment,
    backends,
    prepare,
    kinds,
    added: undefined,
    resources: resourceStage,
    lock,
    log,
  };
}
