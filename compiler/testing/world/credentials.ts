// What a caller of a test sends to say who it is: nothing, its test key, or a token that is signed for this moment.
import type { Issuers, TokenAgent } from './issuers.ts';
import { testKey } from './keys.ts';

/** A caller without a credential. */
export const ANONYMOUS = 'anonymous';

/** Whose tokens there are, and who bears one. */
export interface Tokens {
  /** Of the gateway; absent: it takes no tokens. */
  readonly issuers?: Issuers;
  /** Agents of the test file, by name. */
  readonly agents?: ReadonlyMap<string, TokenAgent>;
}

/** @param now milliseconds since the epoch, as the gateway has it */
export function credentialOf(
  as: string,
  { issuers, agents }: Tokens,
  now: number,
): string | null | Promise<string> {
  if (as === ANONYMOUS) return null;
  const agent = agents?.get(as);
  return agent !== undefined && issuers !== undefined ? issuers.sign(agent, now) : testKey(as);
}
