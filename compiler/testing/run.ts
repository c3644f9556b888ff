// Runs the tests of one suite, each on a gateway of its own.
import type { AuditRecord } from '../../runtime/contract/audit.ts';
import { call, list, type Question } from './ask.ts';
import type { Count } from './coverage/count.ts';
import { compareAudit, type Goldens } from './golden.ts';
import { bare } from './kinds/failures.ts';
import type { Ran } from './kinds/kind.ts';
import { runList } from './kinds/list.ts';
import { runMatrix } from './kinds/matrix.ts';
import { runSteps } from './kinds/steps.ts';
import type { Test } from './model.ts';
import type { Outcome } from './outcome.ts';
import { type Failure, SHOWN, type TestResult } from './report.ts';
import type { Trials } from './trials.ts';
import { type Explained, explain } from './twin/explain.ts';
import { explainListed } from './twin/listing.ts';
import { mirrored } from './twin/mirror.ts';
import type { Twin } from './twin/twin.ts';
import type { KnownTool } from './world/names.ts';
import { openWorld, type World, WorldError, type WorldParts } from './world/world.ts';

/** What the tests of a suite run on. */
export interface Ground {
  readonly parts: WorldParts;
  /** The tools that the suite's servers offer, by catalog name. */
  readonly tools: ReadonlyMap<string, KnownTool>;
  readonly goldens: Goldens;
  /** Told of each call; null where nobody asks. */
  readonly trials: Pick<Trials, 'note'> | null;
  /** Counts what each call reaches; null where nobody asks. */
  readonly count: Count | null;
  /** The gateway's twin, made when it is first asked for; null where failures need no trace. */
  readonly twin: (() => Promise<Twin>) | null;
}

/** Runs tests of a suite, one after another. */
export async function runSuite(tests: readonly Test[], ground: Ground): Promise<TestResult[]> {
  const results: TestResult[] = [];
  for (const test of tests) results.push(await runTest(test, ground));
  return results;
}

/** Runs one test. */
export async function runTest(test: Test, ground: Ground): Promise<TestResult> {
  const { cases, failures } = await attempt(test, ground);
  const traced = await Promise.all(
    failures.map((failure, at) => (at < SHOWN ? trace(failure, ground) : failure)),
  );
  return { name: test.name, range: test.range, ok: failures.length === 0, cases, failures: traced };
}

/** The failure with every rule that was considered. */
async function trace(failure: Failure, { parts, tools, twin }: Ground): Promise<Failure> {
  const { asked, record } = failure;
  if (twin === null || asked === null) return failure;
  const { item, call: called, args } = asked;
  if (item !== undefined) return told(failure, await explainListed(await twin(), parts, asked, item));
  if (record === null || called === null || args === null) return failure;
  const question = { ...asked, call: called, args };
  return told(failure, await explain(await twin(), parts, tools, question, record));
}

function told(failure: Failure, explained: Explained): Failure {
  return 'trace' in explained
    ? { ...failure, trace: explained.trace }
    : { ...failure, untraced: `The trace would tell another story: ${explained.problem}.` };
}

async function attempt(test: Test, { parts, tools, goldens, twin, count, trials }: Ground): Promise<Ran> {
  try {
    const shipped = await openWorld(parts);
    const world =
      count === null || twin === null ? shipped : await mirrored(shipped, parts, await twin(), count);
    try {
      const records: AuditRecord[] = [];
      const heard = (record: AuditRecord): void => {
        trials?.note(record);
        if (test.audit !== null) records.push(record);
      };
      const ran = await runKind(test, world, tools, heard);
      if (test.audit === null || ran.failures.length > 0) return ran;
      return { ...ran, failures: compareAudit(test.audit, records, goldens) };
    } finally {
      await world.close();
    }
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    return { cases: 0, failures: [bare(error.message, test.range)] };
  }
}

/** @param heard takes the audit record of each call */
function runKind(
  test: Test,
  world: World,
  tools: ReadonlyMap<string, KnownTool>,
  heard: (record: AuditRecord) => void,
): Promise<Ran> {
  const ask = async (question: Question): Promise<Outcome> => {
    const outcome = await call(world, tools, question);
    heard(outcome.record);
    return outcome;
  };
  if (test.kind === 'matrix') return runMatrix(test, ask);
  if (test.kind === 'steps') return runSteps(test, ask, world);
  return runList(test, (as) => list(world, as, test.of));
}
