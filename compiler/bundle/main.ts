// The end of the entry: how the bundle runs on the hosts it is written for, and the parts of them that it takes.
import type { Need } from '../emit/builder.ts';
import { type Code, code, identifier } from '../emit/code.ts';
import type { Recorded } from '../emit/generated.ts';
import type { Client, ProgramTarget, Target } from './targets/index.ts';

/** An export of the runtime, and its name in the entry. */
interface Imported extends Need {
  readonly as: Code;
}

const main: Need = { module: 'hosts/node/main', name: 'main' };
const isMain: Need = { module: 'hosts/node/main', name: 'isMain' };

/** What a program can do beside serving by one process what it is, by the flag that it is told with. */
export type WayFlag = 'watch-bundle' | 'workers';

const ways: Readonly<Record<WayFlag, { readonly key: string; readonly need: Need }>> = {
  'watch-bundle': { key: 'live', need: { module: 'hosts/live/alone', name: 'live' } },
  workers: { key: 'workers', need: { module: 'hosts/cluster/way', name: 'workers' } },
};

/** What the entry imports of hosts: each once, and only what `capabilities` and `flags` ask for. */
export function hostModules(
  targets: readonly Target[],
  capabilities: Recorded['capabilities'],
  flags: readonly WayFlag[],
): readonly Imported[] {
  const needs = targets.flatMap((target) => [
    ...used(target, capabilities).map(({ need }) => need),
    ...(target.kind === 'program'
      ? [main, isMain, target.serve, ...flags.map((flag) => ways[flag].need)]
      : [target.worker]),
  ]);
  const all = needs.map((need) => ({ ...need, as: nameOf(need) }));
  return [...new Map(all.map((one) => [one.as.text, one])).values()];
}

/** Runs as a program where it is the program, or is what the host calls. */
export function runsOn(
  targets: readonly Target[],
  capabilities: Recorded['capabilities'],
  flags: readonly WayFlag[],
): Code {
  const [first] = targets;
  if (first === undefined) throw new Error('A bundle is written for at least one target.');
  const parts = Object.fromEntries(used(first, capabilities).map(({ key, need }) => [key, nameOf(need)]));
  if (first.kind === 'handler')
    return code`export default ${nameOf(first.worker)}({ policy, createGateway }, ${parts});\n`;
  const serve = served(targets.filter((target) => target.kind === 'program'));
  const more = Object.fromEntries(flags.map((flag) => [ways[flag].key, nameOf(ways[flag].need)]));
  const given = flags.length === 0 ? code`process.argv.slice(2)` : code`process.argv.slice(2), ${more}`;
  // Exported: another bundle that runs may take this one over.
  return code`export const parts = ${{ ...parts, serve }};
if (${nameOf(isMain)}(import.meta.url)) ${nameOf(main)}({ policy, parts, createGateway }, ${given});\n`;
}

/** The parts of a host that give what is asked for. */
export function used({ clients }: Target, capabilities: Recorded['capabilities']): readonly Client[] {
  return clients.filter(({ key }) => capabilities.some(({ name }) => name === key));
}

/** Which `serve` is the host's: asked only as far as they differ. */
function served(targets: readonly ProgramTarget[]): Code {
  const names = targets.map(({ serve }) => nameOf(serve));
  return targets.reduceRight<Code>((rest, { here }, at) => {
    const own = names[at]!;
    return here === null || own.text === rest.text ? own : code`${here} ? ${own} : ${rest}`;
  }, names.at(-1)!);
}

/** `hosts/node/serve#serve` → `serve$hosts$node$serve`: no two modules meet. */
function nameOf({ module, name }: Need): Code {
  return identifier(`${name}$${module.replace(/[^A-Za-z0-9]/g, '$$')}`);
}
