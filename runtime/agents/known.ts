// Tokens that were verified, within bounds. What rules and lists are to an agent is kept with the agent (in WeakMaps), and may be much:
// so only the agents of tokens that were used last stay the very same.
import type { Agent } from '../contract/identity.ts';

export interface KnownTokens {
  /** The agent of the token with that digest; undefined where it is not known, or not any more. */
  get(id: string, now: number): Agent | undefined;
  /**
   * @param until milliseconds since the epoch
   * @param length of the token, in characters
   */
  add(id: string, agent: Agent, until: number, length: number): void;
}

/** Tokens whose agent stays the same, all tokens, and characters of all of them: their claims take several times as many bytes. */
export const BOUNDS = { recent: 500, tokens: 10_000, characters: 16 * 1024 * 1024 };

interface Known {
  readonly agent: Agent;
  readonly until: number;
  readonly length: number;
}

export function knownTokens({ recent: mostRecent, tokens, characters } = BOUNDS): KnownTokens {
  /** Each by digest, who was used last at the end. */
  const recent = new Map<string, Known>();
  const rest = new Map<string, Known>();
  let held = 0;

  function take(id: string): Known | undefined {
    const known = recent.get(id) ?? rest.get(id);
    if (known === undefined) return undefined;
    if (!recent.delete(id)) rest.delete(id);
    held -= known.length;
    return known;
  }

  function put(into: Map<string, Known>, id: string, known: Known): void {
    into.set(id, known);
    held += known.length;
  }

  function bound(): void {
    if (recent.size > mostRecent) {
      const [id] = recent.keys();
      const known = take(id!)!;
      put(rest, id!, { ...known, agent: Object.freeze({ ...known.agent }) });
    }
    while (recent.size + rest.size > tokens || held > characters) {
      const [oldest] = rest.size > 0 ? rest.keys() : recent.keys();
      take(oldest!);
    }
  }

  return {
    get(id, now) {
      const known = take(id);
      if (known === undefined || now >= known.until) return undefined;
      put(recent, id, known);
      bound();
      return known.agent;
    },
    add(id, agent, until, length) {
      take(id);
      put(recent, id, { agent, until, length });
      bound();
    },
  };
}
