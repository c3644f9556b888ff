// Runs the tests of one suite, each on a gateway of its own.
import { call, list, type Question } from './ask.ts';
import { bare } from './kinds/failures.ts';
import type { Ran } from './kinds/kind.ts';
import { runList } from './kinds/list.ts';
import { runMatrix } from './kinds/matrix.ts';
import { runSteps } from './kinds/steps.ts';
import type { Suite, Test } from './model.ts';
import type { TestResult } from './report.ts';
import type { KnownTool } from './world/names.ts';
import { openWorld, type World, WorldError, type WorldParts } from './world/world.ts';

/** @param tools the tools that the suite's servers offer, by catalog name */
export async function runSuite(
  suite: Suite,
  parts: WorldParts,
  tools: ReadonlyMap<string, KnownTool>,
): Promise<TestResult[]> {
  const results: TestResult[] = [];
  for (const test of suite.tests) results.push(await runTest(test, parts, tools));
  return results;
}

async function runTest(
  test: Test,
  parts: WorldParts,
  tools: ReadonlyMap<string, KnownTool>,
): Promise<TestResult> {
  const { cases, failures } = await attempt(test, parts, tools);
  return { name: test.name, range: test.range, ok: failures.length === 0, cases, failures };
}

async function attempt(test: Test, parts: WorldParts, tools: ReadonlyMap<string, KnownTool>): Promise<Ran> {
  try {
    const world = await openWorld(parts);
    try {
      return await runKind(test, world, tools);
    } finally {
      await world.close();
    }
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    return { cases: 0, failures: [bare(error.message, test.range)] };
  }
}

function runKind(test: Test, world: World, tools: ReadonlyMap<string, KnownTool>): Promise<Ran> {
  const ask = (question: Question) => call(world, tools, question);
  if (test.kind === 'matrix') return runMatrix(test, ask);
  if (test.kind === 'steps') return runSteps(test, ask, world.advance);
  return runList(test, (as) => list(world, as));
}
