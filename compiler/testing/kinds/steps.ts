// Steps: calls, the passing of time, and what goes wrong at servers, on one gateway. The first step that fails ends the test: what follows would mislead.
import type { CallStep, Completes, StepsTest } from '../model.ts';
import type { Failure } from '../report.ts';
import type { World } from '../world/world.ts';
import { failuresOf } from './failures.ts';
import type { Ask, Ran } from './kind.ts';

/** @param world lets time pass, and things go wrong */
export async function runSteps(
  test: StepsTest,
  ask: Ask,
  { advance, fault }: Pick<World, 'advance' | 'fault'>,
): Promise<Ran> {
  let cases = 0;
  for (const step of test.steps) {
    if (step.kind === 'advance') {
      await advance(step.ms);
      continue;
    }
    if (step.kind === 'fault') {
      fault(step.fault);
      continue;
    }
    const ran = await runCall(step, ask);
    cases += ran.cases;
    if (ran.failures.length > 0) return { cases, failures: ran.failures };
  }
  return { cases, failures: [] };
}

async function runCall(step: CallStep, ask: Ask): Promise<Ran> {
  const { as, verb, call, args, completes } = step;
  const about = completes === null ? {} : { completes: wordsOf(completes) };
  const question = { as: as.value, verb, call: call.value, args, ...about };
  for (let time = 1; time <= step.repeat; time++) {
    const outcome = await ask(question);
    const asked = { ...question, time: step.repeat === 1 ? null : time };
    const failures: readonly Failure[] = failuresOf(outcome, step.want, asked, step.range);
    if (failures.length > 0) return { cases: time, failures };
  }
  return { cases: step.repeat, failures: [] };
}

function wordsOf({ of, argument, value }: Completes): Completes {
  return { of, argument, value };
}
