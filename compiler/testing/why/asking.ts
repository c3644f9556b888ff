// One call of a fresh gateway: of the bytes that ship, or of their twin.
import type { Plan } from '../../../runtime/contract/plan.ts';
import { call, type Question } from '../ask.ts';
import type { Outcome } from '../outcome.ts';
import type { Sighting } from '../twin/watch.ts';
import type { KnownTool } from '../world/names.ts';
import { openWorld, type WorldParts } from '../world/world.ts';

export async function askShipped(
  question: Question,
  parts: WorldParts,
  tools: ReadonlyMap<string, KnownTool>,
): Promise<{ readonly plan: Plan; readonly outcome: Outcome }> {
  const world = await openWorld(parts);
  try {
    return { plan: world.plan, outcome: await call(world, tools, question) };
  } finally {
    await world.close();
  }
}

export async function askTwin(
  question: Question,
  parts: WorldParts,
  tools: ReadonlyMap<string, KnownTool>,
  take: () => Sighting,
): Promise<Sighting> {
  const world = await openWorld(parts);
  try {
    take();
    await call(world, tools, question);
    return take();
  } finally {
    await world.close();
  }
}
