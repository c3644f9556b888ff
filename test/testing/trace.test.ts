// The trace of a call: what each rule said, and that it is not shown where it tells another story than what ships.
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { call, type Question } from '../../compiler/testing/ask.ts';
import { explain } from '../../compiler/testing/twin/explain.ts';
import { mirrored } from '../../compiler/testing/twin/mirror.ts';
import { disagreement, type Trace } from '../../compiler/testing/twin/trace.ts';
import { makeTwin, type Twin } from '../../compiler/testing/twin/twin.ts';
import { dummiesFor } from '../../compiler/testing/world/dummies.ts';
import { loadBundle } from '../../compiler/testing/world/load.ts';
import { knownTools } from '../../compiler/testing/world/names.ts';
import { openWorld, planOf, type World, type WorldParts } from '../../compiler/testing/world/world.ts';
import type { AuditRecord } from '../../runtime/contract/audit.ts';

let twin: Twin;
let parts: WorldParts;
beforeAll(async () => {
  const file = fileURLToPath(new URL('suites/gateway.yaml', import.meta.url));
  const compiled = await compile(file);
  twin = await makeTwin(compiled);
  const bundle = await loadBundle(compiled.bundle!.files);
  const offered = new Map([
    ['pay', { refund: {} }],
    ['crm', { search: { annotations: { readOnlyHint: true } }, drop: {} }],
  ]);
  parts = { bundle, dummies: dummiesFor(compiled.config!), offered, clock: Date.UTC(2026, 10, 20, 9) };
});

async function ask(question: Question): Promise<{ trace: Trace | null; record: AuditRecord }> {
  const tools = knownTools(planOf(parts), parts.offered);
  const world = await openWorld(parts);
  const { record } = await call(world, tools, question);
  await world.close();
  const explained = await explain(twin, parts, tools, question, record);
  if ('problem' in explained) throw new Error(explained.problem);
  return { trace: explained.trace, record };
}

describe('trace', () => {
  test('rules that hold, that do not, and whom they do not concern', async () => {
    const { trace } = await ask({ as: 'support-bot', call: 'pay__refund', args: { amount: 50 } });
    expect(trace).toMatchObject({ visible: false, allowed: false, decides: null });
    expect(trace!.rules).toMatchObject([
      { name: 'small-refunds', holds: false, spares: expect.stringMatching(/^only for role /), when: null },
      { name: 'office-hours', holds: false, spares: null, when: { result: 'false' } },
    ]);
  });

  test('values of the parts of a condition', async () => {
    const { trace } = await ask({ as: 'ann', call: 'pay__refund', args: { amount: '5' } });
    const [refunds] = trace!.rules;
    expect(refunds).toMatchObject({ holds: false, when: { text: 'args.amount <= 100', result: 'error' } });
    expect(refunds!.when!.parts).toMatchObject([
      { text: 'args.amount <= 100', values: ['error'], depth: 0 },
      { text: 'args.amount', values: ['"5"'], depth: 1 },
    ]);
  });

  test('no tool, no trace', async () => {
    expect((await ask({ as: 'ann', call: 'pay__nothing', args: {} })).trace).toBeNull();
  });
});

test('a record that tells another story is found', async () => {
  const { trace, record } = await ask({ as: 'ann', call: 'pay__refund', args: { amount: 50 } });
  expect(disagreement(trace, record)).toBeNull();
  const lies: readonly Partial<AuditRecord>[] = [
    { decision: 'deny', stage: 'access', rule: 'small-refunds' },
    { decision: 'hidden', stage: 'visible', rule: null },
    { rule: 'support-reads' },
  ];
  for (const lie of lies) expect(disagreement(trace, { ...record, ...lie })).toBe('allowed by small-refunds');
  expect(disagreement(null, record)).toBe('no rule was asked');
});

test('a twin that decides otherwise than what ships ends the test', async () => {
  const tools = knownTools(planOf(parts), parts.offered);
  const world = await openWorld(parts);
  const lying: World = {
    ...world,
    async ask(request) {
      const { received, records } = await world.ask(request);
      return { received, records: records.map((record) => ({ ...record, rule: 'another' })) };
    },
  };
  const both = await mirrored(lying, parts, twin, () => undefined);
  const question = { as: 'ann', call: 'pay__refund', args: { amount: 50 } };
  await expect(call(both, tools, question)).rejects.toThrow(
    "The gateway's instrumented twin decided otherwise",
  );
  await both.close();
});
