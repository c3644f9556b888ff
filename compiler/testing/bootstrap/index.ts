// A first test file for a gateway: for each rule one call that it decides and a near one that it does not, as it is now.
import type { Finding } from '../../diagnostics/finding.ts';
import type { SourceText } from '../../diagnostics/position.ts';
import { type Fitting, fittingReader } from '../../lock/fits.ts';
import { call } from '../ask.ts';
import { createGateways, type Gateway } from '../gateways.ts';
import { factsOf } from '../twin/evaluate.ts';
import { createWatch } from '../twin/watch.ts';
import { ANONYMOUS } from '../world/credentials.ts';
import { type KnownTool, knownTools } from '../world/names.ts';
import { offeredContext, offeredTools } from '../world/offered.ts';
import { openWorld, planOf, type WorldParts } from '../world/world.ts';
import { bearersOf, createNames, type Named } from './bearers.ts';
import { inventPrompts, inventResources, together } from './context.ts';
import { type Ask, aimsAt, type Found, hitOf, missOf } from './find.ts';
import { thingsOf, usedContext, usedTools } from './things.ts';
import { inventTools } from './tools.ts';
import { type Written, writeTests } from './write.ts';

/** A Tuesday morning in most of the world. */
const clock = Date.UTC(2026, 0, 6, 9);

export type Bootstrapped =
  | { readonly text: string; readonly tests: number; readonly notes: readonly string[] }
  | { readonly findings: readonly Finding[]; readonly sources: readonly SourceText[] };

/**
 * @param file path of the gateway file
 * @param named the gateway file as the test file names it
 */
export async function bootstrap(
  file: string,
  named: string,
  overlays: readonly string[] = [],
): Promise<Bootstrapped> {
  const gateway = await createGateways({ overlays })(file);
  const { compiled } = gateway;
  if (gateway.parts === null) return { findings: compiled.findings, sources: compiled.sources };
  const { enforced, rules: all } = compiled.models!.access;
  const rules = [...enforced, ...all.filter(({ shadow }) => shadow)];
  const empty: WorldParts = { ...gateway.parts, offered: new Map(), clock };
  const bare = planOf(empty);
  const locked = compiled.models?.catalog.lock?.servers ?? null;
  const offered = locked === null ? inventTools(rules, bare) : offeredTools([], locked);
  const prompts = locked === null ? inventPrompts(rules, bare) : [];
  const invented = together([...prompts, ...inventResources(rules, bare)]);
  const context = together([...offeredContext([], locked), ...invented]);
  const parts = { ...empty, offered, context };
  const tools = knownTools(planOf(parts), offered);
  const plan = planOf(parts);
  const names = createNames(plan);
  const asks = await asksOf(gateway, parts, tools, await fittingReader());
  const write = (name: string, call: Found) => written(name, call, parts, tools, names);
  const tests: Written[] = [];
  const notes: string[] = [];
  for (const aim of aimsAt(plan)) {
    const { name } = aim.rule;
    const { trial } = aim;
    const does = trial ? ['holds', 'does not hold'] : ['decides', 'does not decide'];
    const hit = hitOf(aim, asks, plan, rules, clock);
    if (hit === null) {
      notes.push(`${name}: no call was found that it decides.`);
      continue;
    }
    tests.push({ ...(await write(`${name} ${does[0]}`, hit)), trial });
    const miss = missOf(aim, hit, asks, plan, rules);
    if (miss === null) notes.push(`${name}: no call near that one was found that it does not decide.`);
    else tests.push({ ...(await write(`${name} ${does[1]}`, miss)), trial });
  }
  // Locked tools are as the lock has them: the test file need not say so again.
  const used = locked === null ? usedTools(offered, tests, tools) : new Map();
  const text = writeTests({
    suite: compiled.config!.name,
    gateway: named,
    clock,
    agents: names.all,
    offered: used,
    context: usedContext(invented, tests, plan),
    tests,
    notes,
  });
  return { text, tests: tests.length, notes };
}

/** Every caller with every tool, prompt and resource, as the twin sees them. */
async function asksOf(
  gateway: Gateway,
  parts: WorldParts,
  tools: ReadonlyMap<string, KnownTool>,
  read: (inputSchema: unknown) => Fitting,
): Promise<readonly Ask[]> {
  const twin = await gateway.twin();
  const watch = createWatch();
  const born = bearersOf(planOf(parts), gateway.compiled.models!.issuers.issuers);
  // Keys of a map that no agent is called by.
  const tokens = new Map(born.map(({ token }, at) => [`token ${at}`, token]));
  const world = await openWorld({ ...parts, agents: tokens, bundle: twin.bundle(watch.wrap) });
  const agents = world.plan.agents.filter(({ keys }) => keys.length > 0).map(({ name }) => name);
  const others = world.plan.anonymous === null ? [] : [ANONYMOUS];
  const callers = [...agents, ...others, ...tokens.keys()];
  const asks: Ask[] = [];
  try {
    for (const thing of thingsOf(world.plan, parts)) {
      const { fits, example } = read('verb' in thing ? undefined : tools.get(thing.call)?.tool.inputSchema);
      for (const as of callers) {
        watch.take();
        await call(world, tools, { as, ...thing, args: {} });
        const facts = factsOf(watch.take());
        const token = tokens.get(as) ?? null;
        if (facts !== null) asks.push({ as, ...thing, facts, token, fits, args: example ?? {} });
      }
    }
  } finally {
    await world.close();
  }
  return asks;
}

/** The call, and what the bytes that ship make of it. */
async function written(
  name: string,
  { ask, of }: Found,
  parts: WorldParts,
  tools: ReadonlyMap<string, KnownTool>,
  names: Named,
): Promise<Omit<Written, 'trial'>> {
  const as = of.token === null ? ask.as : names.nameOf(of.token, of.agent);
  const world = await openWorld({ ...parts, agents: names.all });
  try {
    const after = of.time - clock;
    if (after > 0) await world.advance(after);
    const { verb, call: thing } = ask;
    const question = { as, ...(verb && { verb }), call: thing, args: of.args };
    const { record } = await call(world, tools, question);
    return { name, question, after, record };
  } finally {
    await world.close();
  }
}
