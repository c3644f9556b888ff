// All that may be asked for of what servers have, and what of it tests ask for.
import type { Plan } from '../../../runtime/contract/plan.ts';
import type { Question } from '../ask.ts';
import type { Offers } from '../world/addresses.ts';
import type { BackendTools } from '../world/backend.ts';
import { type BackendContext, contextKinds } from '../world/context.ts';
import { type KnownTool, knownContext, knownTools } from '../world/names.ts';
import type { Written } from './write.ts';

type Thing = Pick<Question, 'verb' | 'call'>;

/** Every tool, prompt and resource of some servers. */
export function thingsOf(plan: Plan, { offered, context }: Offers): readonly Thing[] {
  const { prompts, resources } = knownContext(plan, context ?? new Map());
  return [
    ...[...knownTools(plan, offered).keys()].map((call) => ({ call })),
    ...prompts.map((call) => ({ verb: 'get' as const, call })),
    ...resources.map((call) => ({ verb: 'read' as const, call })),
  ];
}

/** Only tools that a test speaks of. */
export function usedTools(
  offered: Offers['offered'],
  tests: readonly Written[],
  tools: ReadonlyMap<string, KnownTool>,
): Offers['offered'] {
  const calls = tests.filter(({ question: { verb = 'call' } }) => verb === 'call');
  const spoken = new Set(calls.map(({ question }) => tools.get(question.call)?.tool));
  return filled(offered, (own) => Object.entries(own).filter(([, tool]) => spoken.has(tool))) as Map<
    string,
    BackendTools
  >;
}

/** Only prompts and resources that a test speaks of. */
export function usedContext(
  context: ReadonlyMap<string, BackendContext>,
  tests: readonly Written[],
  plan: Plan,
): ReadonlyMap<string, BackendContext> {
  const key = ({ verb, call }: Thing): string => `${verb} ${call}`;
  const asked = new Set(tests.map(({ question }) => key(question)));
  const isAsked = (server: string, thing: BackendContext): boolean =>
    thingsOf(plan, { offered: new Map(), context: new Map([[server, thing]]) }).some((one) =>
      asked.has(key(one)),
    );
  return filled(context, (own, server) =>
    contextKinds.flatMap((kind) => {
      const things = Object.entries(own[kind] ?? {});
      const used = things.filter(([name]) => isAsked(server, { [kind]: { [name]: {} } }));
      return used.length === 0 ? [] : [[kind, Object.fromEntries(used)] as const];
    }),
  );
}

/** By server what is left of what it has; without servers of which nothing is. */
function filled<Own>(
  all: ReadonlyMap<string, Own>,
  left: (own: Own, server: string) => readonly (readonly [string, object])[],
): Map<string, object> {
  const kept = [...all].map(([server, own]) => [server, left(own, server)] as const);
  return new Map(
    kept.flatMap(([server, entries]) =>
      entries.length === 0 ? [] : [[server, Object.fromEntries(entries)] as const],
    ),
  );
}
