// The call again, of the bytes that ship, while some servers cannot be reached.
import type { Question } from '../ask.ts';
import { call } from '../ask.ts';
import { knownTools } from '../world/names.ts';
import { openWorld, type WorldParts } from '../world/world.ts';
import type { DownTrace } from './report.ts';

export async function whileDown(
  servers: readonly string[],
  question: Question,
  parts: WorldParts,
): Promise<DownTrace> {
  const world = await openWorld(parts);
  try {
    // What it offers was read before, as of a server that goes down while the gateway runs.
    for (const server of servers) world.fault({ ...unreachable, server });
    const outcome = await call(world, knownTools(world.plan, parts.offered), question);
    const { record, servedBy, text, retryAfter } = outcome;
    const attempts = (record.attempts ?? []).map(({ server, outcome: ended, what }) => ({
      server,
      outcome: what === null ? ended : `${ended}: ${what}`,
    }));
    return { servers, decision: record.decision, servedBy, attempts, told: text, retryAfterMs: retryAfter };
  } finally {
    await world.close();
  }
}

const unreachable = {
  kind: 'unreachable',
  address: null,
  tool: null,
  status: 0,
  ms: 0,
  text: '',
  times: null,
} as const;
