// The entry of a bundle: imports exactly the parts that were recorded, and joins them.
import { type Code, code, identifier, join, literal } from '../emit/code.ts';
import type { Generated } from '../emit/generated.ts';
import { hostModules, runsOn, type WayFlag } from './main.ts';
import type { Target } from './targets/index.ts';

/** How the entry names the plan module; it is imported first, so it stands first in the file. */
export const planModule = 'plan.js';
/** How an entry names the module of validators. */
export const checksModule = 'checks.js';
/** How an entry names a module that is neither the plan nor of the runtime. */
export const furtherModule = 'further.js';

// Without these no gateway decides anything; a limit without a store counts nothing.
const required = ['access', 'agents', 'audit', 'catalog'];
const together = [['limits', 'state']];

/**
 * Text of the entry module.
 * @param made what the language generated
 * @param targets what the bundle is written for, at least one
 * @param flags what it can be told as a program
 * @throws Error when a stage is missing: a fault of the language's rooms, found here and not at start
 */
export function entry(made: Generated, targets: readonly Target[], flags: readonly WayFlag[] = []): Code {
  const generated = { ...made, stages: stagesOn(made, targets) };
  const stages = Object.entries(generated.stages);
  const slots = stages.map(([slot]) => slot);
  requireStages(slots);
  const parts = [
    take(planModule, 'plan'),
    ...stageParts(generated),
    ...generated.cel.map((name) => take('runtime/cel/index.js', name, identifier(`cel$${name}`))),
    take('runtime/gateway.js', 'createGateway', identifier('assemble')),
    take('runtime/front/index.js', 'createFront'),
    ...hostModules(targets, generated.capabilities, flags).map(({ module, name, as }) =>
      take(`runtime/${module}.js`, name, as),
    ),
    stageTree(generated),
    code`const functions = ${Object.fromEntries(generated.cel.map((name) => [name, identifier(`cel$${name}`)]))};`,
    code`export const policy = ${policyFacts(generated)};`,
    createGateway(generated),
    runsOn(targets, generated.capabilities, flags),
  ];
  return join(parts, '\n');
}

/** The stages that there are on these targets. */
function stagesOn({ stages }: Generated, targets: readonly Target[]): Generated['stages'] {
  const lacking = targets.flatMap(({ lacks = [] }) => lacks);
  return Object.fromEntries(Object.entries(stages).filter(([slot]) => !lacking.includes(slot)));
}

const createGateway = (made: Generated): Code => code`export function createGateway(environment) {
const gateway = assemble(plan(functions), stages, environment);
return { gateway, front: ${frontOf(made)} };
}`;

/** The front of `gateway`, with what of it is optional. */
export function frontOf({ stages }: Generated): Code {
  const parts = [
    ...('cors' in stages ? [code`cors: stages.cors`] : []),
    ...('page' in stages ? [code`page: stages.page(gateway.plan)`] : []),
  ];
  return parts.length === 0 ? code`createFront(gateway)` : code`createFront(gateway, { ${join(parts)} })`;
}

function requireStages(slots: readonly string[]): void {
  const pairs = together.filter((pair) => pair.some((slot) => slots.includes(slot))).flat();
  const missing = [...required, ...pairs].filter((slot) => !slots.includes(slot));
  if (missing.length > 0) throw new Error(`No part was recorded for ${missing.join(', ')}.`);
}

/** An import. */
export function take(module: string, name: string, as: Code = identifier(name)): Code {
  return code`import { ${identifier(name)} as ${as} } from ${module};`;
}

/** The imports of the stages. */
export function stageParts({ stages, checks }: Generated): readonly Code[] {
  const taken = Object.entries(stages).map(([slot, need]) =>
    take(`runtime/${need.module}.js`, need.name, stageName(slot)),
  );
  return checks === undefined ? taken : [...taken, take(checksModule, 'checks', stageName('checks'))];
}

function stageName(slot: string): Code {
  return identifier(`stage$${slot.replaceAll('.', '$')}`);
}

/** `const stages = …`: `servers.http` → `{ servers: { http: … } }`; `servers` is there even when no server is. */
export function stageTree({ stages, checks }: Generated): Code {
  const tree: Record<string, Code | Record<string, Code>> = { servers: {} };
  for (const slot of [...Object.keys(stages), ...(checks === undefined ? [] : ['checks'])]) {
    const [room = '', kind] = slot.split('.');
    if (kind === undefined) tree[room] = stageName(slot);
    else tree[room] = { ...(tree[room] as Record<string, Code>), [kind]: stageName(slot) };
  }
  return code`const stages = ${tree};`;
}

/** What a bundle says of its policy. */
export function policyFacts({ policy }: Generated): Code {
  return literal({ name: policy.name, hash: policy.hash, compiler: policy.compiler });
}
