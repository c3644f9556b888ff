// A share of a gateway's mutants, one after the other: the plan of each, in the twin's gateway, asked by every test.
import { dirname } from 'node:path';
import type { Plan } from '../../../runtime/contract/plan.ts';
import { openDocument } from '../../pipeline.ts';
import { diskIo } from '../../source/io.ts';
import { createGateways, type Gateway, partsOf } from '../gateways.ts';
import { isAsked } from '../options.ts';
import { readSuite } from '../read.ts';
import { runTest } from '../run.ts';
import type { Twin } from '../twin/twin.ts';
import { knownTools } from '../world/names.ts';
import { planOf, WorldError, type WorldParts } from '../world/world.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import type { MutantResult } from './report.ts';
import { mostMutants, type Share, type ShareData } from './run.ts';

export async function runShare({ files, gateway: file, options, at, of }: ShareData): Promise<Share> {
  const document = openDocument(file, options);
  const gateway = await createGateways(options)(file);
  if (document === null || gateway.parts === null) throw new Error(`${file} does not compile any more.`);
  const all = mutantsOf(document.root, document.models);
  const chosen = evenly(all, options.mutants ?? mostMutants);
  const twin = await gateway.twin();
  const suites = files.map((one) => suiteOf(one, gateway, options));
  const results: [number, MutantResult][] = [];
  for (let index = at; index < chosen.length; index += of) {
    const mutant = chosen[index]!;
    const generated = document.plan(mutant.root);
    const plan = generated === null ? null : await planFrom(generated.text, twin);
    results.push([
      index,
      plan === null ? resultOf(mutant, 'refused', null) : await judge(mutant, plan, twin, suites),
    ]);
  }
  return { results, all: all.length, sources: gateway.compiled.sources };
}

/** The same number from everywhere in the list, the same ones each time. */
function evenly<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, at) => all[Math.floor((at * all.length) / most)]!);
}

interface AskedSuite {
  readonly name: string;
  readonly tests: ReturnType<typeof testsOf>;
  readonly parts: WorldParts;
  readonly folder: string;
}

function suiteOf(file: string, gateway: Gateway, options: ShareData['options']): AskedSuite {
  const { suite } = readSuite(file, options.io ?? diskIo);
  if (suite === null) throw new Error(`${file} cannot be read any more.`);
  const parts = partsOf(gateway, suite);
  return { name: suite.name, tests: testsOf(suite, options.filter), parts, folder: dirname(file) };
}

function testsOf(suite: NonNullable<ReturnType<typeof readSuite>['suite']>, filter: string | undefined) {
  return suite.tests.filter(({ name }) => isAsked(filter, suite.name, name));
}

/** Plans import nothing: the text alone is the module. */
async function planFrom(text: string, twin: Twin): Promise<Plan> {
  const url = `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`;
  const { plan } = (await import(url)) as { readonly plan: (cel: unknown) => Plan };
  return twin.planWith(plan);
}

async function judge(
  mutant: Mutant,
  plan: Plan,
  twin: Twin,
  suites: readonly AskedSuite[],
): Promise<MutantResult> {
  const bundle = twin.bundle(undefined, plan);
  for (const { name, tests, parts, folder } of suites) {
    const world = { ...parts, bundle };
    const own = startable(world);
    if (own === null) return resultOf(mutant, 'refused', null);
    const goldens = { folder, io: diskIo, update: false };
    const ground = {
      parts: world,
      tools: knownTools(own, parts.offered),
      goldens,
      twin: null,
      count: null,
      trials: null,
    };
    for (const test of tests) {
      const { ok } = await runTest(test, ground);
      if (!ok) return resultOf(mutant, 'killed', `${name} > ${test.name}`);
    }
  }
  return resultOf(mutant, 'survived', null);
}

/** The plan within; null where no gateway can be made of it. */
function startable(parts: WorldParts): Plan | null {
  try {
    return planOf(parts);
  } catch (error) {
    if (error instanceof WorldError) return null;
    throw error;
  }
}

function resultOf(
  { range, name, from, to }: Mutant,
  status: MutantResult['status'],
  by: string | null,
): MutantResult {
  return { range, name, from, to, status, by };
}
