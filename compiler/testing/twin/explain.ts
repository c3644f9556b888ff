// The trace of one call: asked again of the twin, in a world of the same time, and compared with what was decided.
import type { AuditRecord } from '../../../runtime/contract/audit.ts';
import { call, type Question } from '../ask.ts';
import type { KnownTool } from '../world/names.ts';
import { openWorld, type WorldParts } from '../world/world.ts';
import { disagreement, type Trace, traceOf } from './trace.ts';
import type { Twin } from './twin.ts';
import { createWatch } from './watch.ts';

/** The trace of a call; or why there is none that can be trusted. */
export type Explained = { readonly trace: Trace | null } | { readonly problem: string };

/**
 * @param record what the bytes that ship wrote of this call
 * @throws WorldError when the twin does not start
 */
export async function explain(
  twin: Twin,
  parts: WorldParts,
  tools: ReadonlyMap<string, KnownTool>,
  question: Question,
  record: AuditRecord,
): Promise<Explained> {
  const watch = createWatch();
  const world = await openWorld({
    ...parts,
    bundle: twin.bundle(watch.wrap),
    clock: Date.parse(record.time),
  });
  try {
    watch.take();
    await call(world, tools, question);
    const trace = traceOf(watch.take(), world.plan, twin);
    const problem = disagreement(trace, record);
    return problem === null ? { trace } : { problem };
  } finally {
    await world.close();
  }
}
