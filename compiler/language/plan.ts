// The plan: what each room wrote, in one object with sorted keys.
import type { Builder } from '../emit/builder.ts';
import { type Code, literal } from '../emit/code.ts';
import type { PolicyFacts } from '../emit/generated.ts';
import { type Models, rooms } from './rooms.ts';
import { serversToList } from './servers/generate.ts';

/** The plan's object, as `runtime/contract/plan.ts` has it; records on the builder what it needs. */
export function generatePlan(models: Models, { name, hash, compiler }: PolicyFacts, builder: Builder): Code {
  return sorted({ ...rooms.generate(models, builder), name, policy: { compiler, hash } });
}

/** As much of the plan as it takes to ask the servers what they offer. */
export function generateServersPlan(
  models: Models,
  { name, hash, compiler }: PolicyFacts,
  builder: Builder,
): Code {
  return sorted({ ...serversToList(models, builder), name, policy: { compiler, hash } });
}

function sorted(parts: object): Code {
  return literal(Object.fromEntries(Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1))));
}
