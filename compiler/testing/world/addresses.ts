// Which backend in memory stands behind an address or a command of the gateway under test.
import type { Plan, ServerPlan, Value } from '../../../runtime/contract/plan.ts';
import { type BackendTools, type MemoryBackend, memoryBackend } from './backend.ts';
import { type BackendContext, mergeContext } from './context.ts';
import { createFaults, type Fault } from './faults.ts';

/** What servers offer. */
export interface Offers {
  /** Tools by server. */
  readonly offered: ReadonlyMap<string, BackendTools>;
  /** Prompts and resources by server; absent: none. */
  readonly context?: ReadonlyMap<string, BackendContext>;
}

export interface Addresses {
  /** From now on this happens at the servers of that name. */
  fault(fault: Fault): void;
  http(url: string): MemoryBackend | undefined;
  child(command: readonly string[], env: Readonly<Record<string, string>>): MemoryBackend | undefined;
}

/**
 * Servers of one address are one server: it offers what any of them is given.
 *
 * @param offers tools, and prompts and resources, by server
 * @param resolve the text of a value known only at run time, as the gateway gets it in this run
 */
export function addressesOf(plan: Plan, offers: Offers, resolve: (value: Value) => string): Addresses {
  const groups = new Map<
    string,
    { readonly names: string[]; tools: BackendTools; context: BackendContext }
  >();
  for (const server of plan.servers) {
    for (const address of addressesFor(server, resolve)) {
      const group = groups.get(address) ?? { names: [], tools: {}, context: {} };
      group.names.push(server.name);
      group.tools = { ...group.tools, ...offers.offered.get(server.name) };
      group.context = mergeContext(group.context, offers.context?.get(server.name) ?? {});
      groups.set(address, group);
    }
  }
  const faults = createFaults();
  const backends = new Map<string, MemoryBackend>();
  for (const [address, { names, tools, context }] of groups)
    backends.set(address, faults.around(address, memoryBackend(names.join('+'), tools, context)));
  return {
    fault(fault) {
      const server = plan.servers.find(({ name }) => name === fault.server)!;
      const all = addressesFor(server, resolve);
      faults.set(fault.address === null ? all : all.slice(fault.address, fault.address + 1), fault);
    },
    http: (url) => backends.get(url),
    child: (command, env) => findChild(plan, resolve, backends, command, env),
  };
}

/** For each of its addresses one text, of all that makes two servers the same. */
function addressesFor({ transport }: ServerPlan, resolve: (value: Value) => string): readonly string[] {
  if (transport.kind === 'http')
    return (transport.addresses ?? [transport]).map(({ url }) => urlKey(resolve(url)));
  return [commandKey(transport.command, ownEnv(transport.env, resolve))];
}

/** The gateway adds a few variables of its own (PATH, HOME …): only those that the server names are compared. */
function findChild(
  plan: Plan,
  resolve: (value: Value) => string,
  backends: ReadonlyMap<string, MemoryBackend>,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): MemoryBackend | undefined {
  for (const { transport } of plan.servers) {
    if (transport.kind !== 'stdio' || JSON.stringify(transport.command) !== JSON.stringify(command)) continue;
    const own = ownEnv(transport.env, resolve);
    if (Object.entries(own).every(([name, value]) => env[name] === value)) {
      return backends.get(commandKey(command, own));
    }
  }
  return undefined;
}

function ownEnv(
  env: Readonly<Record<string, Value>>,
  resolve: (value: Value) => string,
): Record<string, string> {
  return Object.fromEntries(
    Object.keys(env)
      .sort()
      .map((name) => [name, resolve(env[name]!)]),
  );
}

function commandKey(command: readonly string[], env: Readonly<Record<string, string>>): string {
  return JSON.stringify([command, env]);
}

function urlKey(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return origin + pathname + search;
}
