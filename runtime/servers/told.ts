// Telling a server what is wanted of it. Nobody can act on its refusal but the operator.
import { ask } from './ask.ts';
import { failureOf } from './failure.ts';
import type { Link, Peer } from './link.ts';
import { errorText } from './message.ts';

/** Asks with `members`, raw JSON, and logs what goes wrong. */
export async function told(
  peer: Peer,
  link: Link,
  method: string,
  members: string,
  ms: number,
): Promise<void> {
  try {
    const answer = await ask(peer, link, method, members, ms);
    if (answer.errorCode !== null) peer.log(`it refuses ${method}: ${errorText(answer)}`);
  } catch (error) {
    peer.log(`${method} failed: ${failureOf(error).detail}`);
  }
}
