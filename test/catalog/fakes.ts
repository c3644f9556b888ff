// Backends in memory, for what a catalog makes of lists. End to end, real servers take their place.
import type { Environment } from '../../runtime/contract/environment.ts';
import type { Plan, ServerPlan } from '../../runtime/contract/plan.ts';
import type { Backend, ListedTool, ToolListing } from '../../runtime/contract/server.ts';
import type { CatalogContext } from '../../runtime/contract/stages.ts';
import { encode } from '../../runtime/protocol/bytes.ts';

export interface FakeBackend extends Backend {
  /** What the next list gives; an Error rejects, null never settles. */
  next: readonly string[] | Error | null;
  ttlMs: number | null;
  lists: number;
  change(): void;
}

/** `definitions` are raw JSON objects that begin with `{"name":"…"`. */
export function listed(definition: string): ListedTool {
  const name = JSON.parse(definition).name as string;
  const start = '{"name":'.length;
  const nameSpan = { start, end: start + JSON.stringify(name).length };
  return { name, definition: encode(definition), nameSpan, mirror: null, parsed: JSON.parse(definition) };
}

export function fakeBackend(name: string, next: readonly string[] | Error | null): FakeBackend {
  let changed = () => {};
  const backend: FakeBackend = {
    name,
    next,
    ttlMs: null,
    lists: 0,
    change: () => changed(),
    status: () => (backend.next instanceof Error ? { state: 'down', reason: 'down' } : { state: 'up' }),
    listTools: () => list(backend),
    call: () => () => {},
    onToolsChanged: (callback) => {
      changed = callback;
    },
    close: async () => {},
  };
  return backend;
}

function list(backend: FakeBackend): Promise<ToolListing> {
  backend.lists += 1;
  if (backend.next === null) return new Promise(() => {});
  if (backend.next instanceof Error) return Promise.reject(backend.next);
  return Promise.resolve({ tools: backend.next.map(listed), ttlMs: backend.ttlMs, rejected: [] });
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
  } = {},
): CatalogContext & { readonly log: string[] } {
  const log: string[] = [];
  const name = changed.name ?? ((server: string, tool: string) => `${server}__${tool}`);
  const plan = {
    servers: changed.servers ?? backends.map((backend) => serverPlan(backend.name)),
    catalog: { name, alias: changed.alias ?? {} },
  } as unknown as Plan;
  const environment = { clock: time.clock, log: (line: string) => log.push(line) } as unknown as Environment;
  const prepare: CatalogContext['prepare'] = (tool) => ({
    judge: {
      visible: (agent) => agent.labels.blind !== tool.name,
      decide: () => ({ allowed: true, rule: null, place: null, message: null }),
    },
    gate: null,
  });
  return { plan, environment, backends, prepare, log };
}
