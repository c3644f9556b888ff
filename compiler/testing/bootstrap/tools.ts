// Tools to ask for where no test names any: one or two for each pattern that rules speak of.
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { AccessRuleModel } from '../../language/access/model.ts';
import { matches } from '../../language/patterns.ts';
import { originalOf, targetOf } from '../why/tool.ts';
import type { BackendTool, BackendTools } from '../world/backend.ts';
import { knownTools } from '../world/names.ts';

/** Two kinds of tools: one that only reads, one that says nothing of itself. */
const variants: readonly (readonly [suffix: string, tool: BackendTool])[] = [
  ['read', { annotations: { readOnlyHint: true } }],
  ['write', {}],
];

/** Tools by server: for an exact name that one, for a star names that it matches. */
export function inventTools(
  rules: readonly AccessRuleModel[],
  plan: Plan,
): ReadonlyMap<string, BackendTools> {
  const offered = new Map<string, Record<string, BackendTool>>();
  const add = (name: string, tool: BackendTool): void => {
    const today = targetOf(name, plan);
    for (const { name: server, offers } of plan.servers) {
      const original = originalOf(today, server, plan);
      if (original === null || !offers(original)) continue;
      const own = offered.get(server) ?? {};
      offered.set(server, own);
      if (!Object.hasOwn(own, original) && !knownTools(plan, offered).has(name)) own[original] = { ...tool };
      return;
    }
  };
  for (const { text } of rules.flatMap(({ tools }) => tools)) {
    if (!text.includes('*')) add(text, readsOnly(text, rules) ? variants[0]![1] : {});
    else
      for (const [suffix, tool] of variants) for (const name of namesFor(text, plan, suffix)) add(name, tool);
  }
  return offered;
}

/** A tool that is allowed only where it is read-only is so: else nothing could be asked of it. */
function readsOnly(name: string, rules: readonly AccessRuleModel[]): boolean {
  const allows = rules.filter(
    ({ effect, tools }) => effect === 'allow' && tools.some((tool) => matches(tool, name)),
  );
  return allows.length > 0 && allows.every(({ when }) => /readOnlyHint/.test(when?.text ?? ''));
}

/**
 * Names that a pattern with a star matches: a star alone is a thing of the first server, one at the front of each.
 *
 * @param star what stands in the place of stars
 */
export function namesFor(text: string, plan: Plan, star: string): readonly string[] {
  const servers = plan.servers.map(({ name }) => name);
  if (/^\*+$/.test(text)) return servers.slice(0, 1).map((server) => plan.catalog.name(server, star));
  if (!text.startsWith('*')) return [text.replace(/\*+/g, star)];
  const rest = text.replace(/^\*+/, '').replace(/\*+/g, star);
  return servers.map((server) => plan.catalog.name(server, '').replace(/_+$/, '') + rest);
}
