// Ids of tasks as clients have them: all that leads to the task, sealed, for its agent only. Any replica can open them.
import type { Environment } from '../contract/environment.ts';
import type { Agent } from '../contract/identity.ts';
import type { TaskOf } from '../contract/tasks.ts';
import type { Seal } from '../seal/index.ts';

const DAY_MS = 24 * 3600_000;
/** How long an id can be used: a server may keep a task longer than it said at first, and may say nothing. In milliseconds. */
const LEAST_MS = DAY_MS;
const MOST_MS = 30 * DAY_MS;
/** Characters of an id; no server's own is as long. */
const MOST_ID = 4096;

/** What an id holds: when it ends, and all of TaskOf. */
type Held = [
  expires: number,
  server: string,
  tool: string,
  to: string | null,
  id: string,
  ref: string,
  policy: string,
  args: string | null,
];

export interface Ids {
  /** `ttlMs`: for how long the server keeps the task, as it says; null where it sets no end. */
  seal(agent: Agent, task: TaskOf, ttlMs: number | null): string;
  /** Null for what was not sealed here for this agent, or too long ago. */
  open(agent: Agent, id: string): TaskOf | null;
}

export function createIds(seal: Seal, { clock }: Pick<Environment, 'clock'>): Ids {
  return {
    seal(agent, { server, tool, to, id, ref, policy, args }, ttlMs) {
      const life = ttlMs === null ? MOST_MS : Math.min(Math.max(ttlMs, LEAST_MS), MOST_MS);
      const held: Held = [clock.now() + life, server, tool, to, id, ref, policy, args];
      return seal.seal(JSON.stringify(held), ownerOf(agent));
    },
    open(agent, sealed) {
      const text = sealed.length > MOST_ID ? null : seal.open(sealed, ownerOf(agent));
      if (text === null) return null;
      const [expires, server, tool, to, id, ref, policy, args] = JSON.parse(text) as Held;
      return clock.now() < expires ? { server, tool, to, id, ref, policy, args } : null;
    },
  };
}

/** An agent that proved itself and the same agent as anonymous do not share tasks. */
export function ownerOf({ method, name }: Agent): string {
  return `task:${method}:${name}`;
}
