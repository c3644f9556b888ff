// The trace of one name of a list: which rules speak of it, and what they can come to while no arguments are known.
import type { Agent } from '../../../runtime/contract/identity.ts';
import type { AccessRulePlan, Plan } from '../../../runtime/contract/plan.ts';
import type { Facts } from '../../../runtime/contract/tool.ts';
import { list } from '../ask.ts';
import type { Asked } from '../report.ts';
import { openWorld, type WorldParts } from '../world/world.ts';
import type { Explained } from './explain.ts';
import { concerns, type RuleTrace, sparedBy, type Trace } from './trace.ts';
import type { Twin } from './twin.ts';
import { createWatch, type Looked } from './watch.ts';

/**
 * Lists again what a test listed, and looks at one name. There is no trace of a name that no server has.
 *
 * @param there whether the bytes that ship listed it
 * @throws WorldError when the twin does not start
 */
export async function explainListed(
  twin: Twin,
  parts: WorldParts,
  { as, of = 'tools' }: Asked,
  { name, there }: NonNullable<Asked['item']>,
): Promise<Explained> {
  const watch = createWatch();
  const world = await openWorld({ ...parts, bundle: twin.bundle(watch.wrap) });
  try {
    watch.take();
    const listed = await list(world, as, of);
    const looked = watch.take().looked.find(({ facts }) => nameOf(facts) === name);
    if ('refused' in listed || looked === undefined) return { trace: null };
    if (looked.visible !== there) return { problem: looked.visible ? 'visible' : 'not visible' };
    return { trace: traceOf(looked, world.plan, twin) };
  } finally {
    await world.close();
  }
}

function nameOf(facts: Facts): string {
  return 'uri' in facts ? facts.uri : facts.name;
}

function traceOf({ agent, facts, speaks, visible }: Looked, { access }: Plan, twin: Twin): Trace {
  const models = twin.models.access.enforced;
  const rules = access.flatMap((rule, index): readonly RuleTrace[] => {
    if (!speaks(rule)) return [];
    const { name, place, effect } = rule;
    const spares = concerns(rule, agent) ? null : sparedBy(models[index]!, agent);
    const open = spares === null && lets(rule, agent, facts);
    const holds = spares === null && (effect === 'allow' ? open : !open);
    const listed = rule.when === null ? undefined : open;
    return [{ index, name, place, effect, holds, spares, when: null, listed }];
  });
  const others = access.length - rules.length;
  const ofTool = 'annotations' in facts;
  return { ofTool, visible, rules, trials: [], routes: [], others, decides: null, allowed: visible };
}

/** Whatever the arguments: could this allow hold, could this deny not hold? What errs helps nobody. */
function lets({ could, effect }: AccessRulePlan, agent: Agent, facts: Facts): boolean {
  if (could === null) return effect === 'allow';
  try {
    return could(agent, facts) === true;
  } catch {
    return false;
  }
}
