// Asks a server whether it is there, over the link that its calls take.
import type { Checker } from '../../contract/ways.ts';
import { ask } from '../ask.ts';
import type { Keep } from '../keep.ts';
import type { Peer } from '../link.ts';

/** `ping` as the legacy era has it; the modern one has `server/discover`. An error is an answer. */
export const checker: Checker<Peer, Keep> = (peer, keep) => ({
  async check(timeoutMs) {
    const link = await keep.ready(true);
    const method = link.agreement!.era === 'modern' ? 'server/discover' : 'ping';
    await ask(peer, link, method, '', timeoutMs);
  },
});
