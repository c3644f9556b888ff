// Extensions and experimental capabilities (2026-07-28, basic/versioning; SEP-2133): what passes from one end to the other.
// A legacy server is told of none of a client's: it is told once, by `initialize`, over a session that serves all agents, and
// the gateway may say there only what every one of them knows. It then answers as the core protocol has it ("Graceful Degradation").
import type { GatewayRequest } from '../contract/gateway.ts';
import type { Capabilities } from '../contract/server.ts';
import { textOf } from './bytes.ts';
import { recordIn } from './record.ts';

export const TASKS_EXTENSION = 'io.modelcontextprotocol/tasks';

/** How a client proves itself to its server: that is between the gateway and either end. */
const OF_ONE_HOP: readonly string[] = [
  'io.modelcontextprotocol/enterprise-managed-authorization',
  'io.modelcontextprotocol/oauth-client-credentials',
];

/** All of them in the order of their names, but for what is of one hop, and tasks, which have a part of their own. Of two the first counts. */
export function merged(all: readonly Capabilities[]): Capabilities {
  const entries = new Map<string, unknown>();
  for (const [name, settings] of all.flatMap(Object.entries))
    if (!entries.has(name) && name !== TASKS_EXTENSION && !OF_ONE_HOP.includes(name))
      entries.set(name, settings);
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a client says that it has beside what the protocol knows. */
export interface Declared {
  readonly extensions: Capabilities;
  readonly experimental: Capabilities;
}

const NOTHING: Declared = { extensions: {}, experimental: {} };

export function declaredBy({ message, session }: GatewayRequest): Declared {
  const json = session?.capabilities ?? ownCapabilities(message);
  // Most clients say nothing of the kind: that is found out without parsing.
  if (!json.includes('"ex')) return NOTHING;
  const { extensions, experimental } = JSON.parse(json) as Readonly<Record<string, unknown>>;
  return { extensions: recordIn(extensions), experimental: recordIn(experimental) };
}

/** Raw JSON; empty where it says next to nothing. */
function ownCapabilities({ bytes, clientCapabilities: span }: GatewayRequest['message']): string {
  return span === null || span.end - span.start <= 2 ? '' : textOf(bytes, span);
}

/** What of it a server is told: raw JSON members of ClientCapabilities. `tasks`: the server's tasks are carried to its client. */
export function passedOn(declared: Declared, tasks: boolean): string {
  if (declared === NOTHING && !tasks) return '';
  const { extensions, experimental } = declared;
  // A client of the legacy era knows tasks in its own way.
  const known = tasks ? { [TASKS_EXTENSION]: extensions[TASKS_EXTENSION] ?? {} } : {};
  const passed = { ...merged([extensions]), ...known };
  const given = Object.entries({ extensions: passed, experimental }).filter(
    ([, all]) => Object.keys(all).length > 0,
  );
  return JSON.stringify(Object.fromEntries(given)).slice(1, -1);
}
