// A world and its twin, asked the same: what ships decides, the twin is looked into, and both must tell one story.
import type { AuditRecord } from '../../../runtime/contract/audit.ts';
import { openWorld, type World, WorldError, type WorldParts } from '../world/world.ts';
import type { Twin } from './twin.ts';
import { createWatch, type Sighting } from './watch.ts';

/**
 * @param world of the bytes that ship, fresh
 * @param seen told of each request: what the twin saw, and the record of what ships, if it made one
 */
export async function mirrored(
  world: World,
  parts: WorldParts,
  twin: Twin,
  seen: (sighting: Sighting, record: AuditRecord | undefined) => void,
): Promise<World> {
  const watch = createWatch();
  const other = await openWorld({ ...parts, bundle: twin.bundle(watch.wrap) });
  return {
    plan: world.plan,
    async ask(request) {
      const asking = await world.ask(request);
      watch.take();
      const { records } = await other.ask(request);
      if (JSON.stringify(records) !== JSON.stringify(asking.records)) {
        throw new WorldError(
          `The gateway's instrumented twin decided otherwise: ${JSON.stringify(records)} instead of ${JSON.stringify(asking.records)}.`,
        );
      }
      seen(watch.take(), asking.records[0]);
      return asking;
    },
    async advance(ms) {
      await world.advance(ms);
      await other.advance(ms);
    },
    fault(fault) {
      world.fault(fault);
      other.fault(fault);
    },
    async close() {
      await world.close();
      await other.close();
    },
  };
}
