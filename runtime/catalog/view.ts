// What each agent sees: made once for each agent and state of the catalog, as the bytes that are sent.
import type { Agent } from '../contract/identity.ts';
import type { CatalogTool, CatalogView } from '../contract/stages.ts';

interface Seen {
  readonly json: Uint8Array;
  readonly filtered: boolean;
}

/** The views over one catalog. `renew` forgets them all. */
export function createViews(): {
  renew(tools: readonly CatalogTool[]): void;
  of(agent: Agent, ttlMs: number): CatalogView;
} {
  let tools: readonly CatalogTool[] = [];
  let seen = new WeakMap<Agent, Seen>();
  return {
    renew(renewed) {
      tools = renewed;
      seen = new WeakMap();
    },
    of(agent, ttlMs) {
      const known = seen.get(agent) ?? see(tools, agent);
      seen.set(agent, known);
      return { ...known, ttlMs };
    },
  };
}

function see(tools: readonly CatalogTool[], agent: Agent): Seen {
  const visible = tools.filter((tool) => tool.judge.visible(agent));
  return { json: array(visible.map((tool) => tool.definition)), filtered: visible.length < tools.length };
}

const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** A JSON array of values that are JSON already. */
function array(values: readonly Uint8Array[]): Uint8Array {
  const size = values.reduce((sum, value) => sum + value.length + 1, 1);
  const json = new Uint8Array(values.length === 0 ? 2 : size);
  json[0] = OPEN;
  let at = 1;
  for (const value of values) {
    json.set(value, at);
    at += value.length;
    json[at++] = COMMA;
  }
  json[json.length - 1] = CLOSE;
  return json;
}
