// Rules on trial: which hold, and which are no part of a gateway at all.
import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { shadowStage } from '../../runtime/access/shadow.ts';
import type { Challenge } from '../../runtime/contract/access.ts';
import type { AccessRulePlan, Plan } from '../../runtime/contract/plan.ts';
import type { Shared, TrialCount } from '../../runtime/contract/shared.ts';
import { agent, callOf, ofTool, rule, tool } from '../gateway/facts.ts';
import { memoryIo } from '../language/memory-io.ts';

const boom = () => {
  throw new Error('boom');
};

const ALLOWED = { allowed: true, rule: 'allow', place: 'gateway.yaml:1', message: null };
const UNNAMED = { allowed: false, rule: null, place: null, message: null };
const DENIED = { ...UNNAMED, rule: 'deny' };
/** A scope is missing, and then `rule` would allow it. */
const CHALLENGED = { ...UNNAMED, rule: 'allow', challenge: {} as Challenge };

/** A stage in a world whose clock is fired by hand, and that remembers what was logged and sent. */
function staged(shadows: readonly AccessRulePlan[], shared?: Pick<Shared, 'trials'>) {
  const logs: string[] = [];
  const waiting: { readonly ms: number; readonly fire: () => void }[] = [];
  const clock = {
    now: () => 0,
    monotonic: () => 0,
    after(ms: number, fire: () => void) {
      const timer = { ms, fire };
      waiting.push(timer);
      return () => void waiting.splice(waiting.indexOf(timer), 1);
    },
  };
  const policy = { hash: 'p', sources: [], compiler: '1' } as unknown as Plan['policy'];
  const environment = { clock, log: (line: string) => void logs.push(line), shared: shared as Shared };
  const stage = shadowStage({ shadows, policy }, environment);
  const fire = (): void => waiting.splice(0).forEach((timer) => void timer.fire());
  return { stage, logs, waiting, fire };
}

function watched(rules: readonly AccessRulePlan[], denies = false) {
  const judge = { visible: () => true, decide: () => ALLOWED, denies: () => denies };
  const world = staged(rules);
  return { ...world, watch: world.stage.watch(tool(), ofTool, judge)! };
}

function held(rules: readonly AccessRulePlan[], call = callOf({})) {
  return watched(rules)
    .watch(agent(), call, ALLOWED)
    .map(({ rule: name, effect, error }) => `${effect} ${name}${error ? ' by error' : ''}`);
}

describe('rules on trial', () => {
  it('are told in their order, those that hold', () => {
    const rules = [
      rule({ effect: 'deny', name: 'd' }),
      rule({ effect: 'deny', name: 'not', when: () => false }),
      rule({ effect: 'allow', name: 'a', when: () => true }),
      rule({ effect: 'allow', name: 'of-others', to: () => false }),
    ];
    expect(held(rules)).toEqual(['deny d', 'allow a']);
  });

  it('hold by error if they deny, and only then', () => {
    const rules = [
      rule({ effect: 'deny', name: 'throws', when: boom }),
      rule({ effect: 'deny', name: 'odd', when: () => 1 as unknown as boolean }),
      rule({ effect: 'deny', name: 'whom', to: boom }),
      rule({ effect: 'allow', name: 'a', when: boom }),
      rule({ effect: 'allow', name: 'b', to: boom }),
    ];
    expect(held(rules)).toEqual(['deny throws by error', 'deny odd by error', 'deny whom']);
  });

  it('cost nothing where none speaks of the thing', () => {
    const { stage } = staged([rule({ effect: 'deny', tools: () => false })]);
    expect(stage.watch(tool(), ofTool, { visible: boom, decide: boom, denies: boom })).toBeNull();
  });

  it.each([
    ['deny', ALLOWED, false, true],
    ['deny', UNNAMED, false, false],
    ['deny', DENIED, true, false],
    ['deny', null, false, false],
    ['allow', ALLOWED, false, false],
    ['allow', UNNAMED, false, true],
    ['allow', UNNAMED, true, false],
    ['allow', DENIED, true, false],
    ['deny', CHALLENGED, false, false],
    ['allow', CHALLENGED, false, true],
    ['allow', CHALLENGED, true, false],
    ['allow', null, false, true],
    ['allow', null, true, false],
  ] as const)(
    'change what they would decide otherwise: %s, given %j, denies hold: %s',
    (effect, verdict, denies, changes) => {
      const { watch } = watched([rule({ effect })], denies);
      expect(watch(agent(), callOf({}), verdict)).toMatchObject([{ changes }]);
      const unreadable = { ...callOf({}), readable: false };
      expect(watch(agent(), unreadable, verdict)).toMatchObject([{ changes: false }]);
    },
  );
});

describe('the count of what rules on trial would change', () => {
  const rules = [
    rule({
      effect: 'deny',
      name: 'bulk',
      when: (_, __, args) => (args as { n: number }).n > 1,
      reads: { args: true, request: false },
    }),
    rule({ effect: 'allow', name: 'quiet' }),
    rule({ effect: 'deny', name: 'of-others', to: () => false }),
  ];
  const told = (changed: number, looked: number): string =>
    `rule "bulk" (gateway.yaml:1) is on trial: it would have denied ${changed} of the ${looked} calls that it looked at`;

  it('is told once a minute when it has changed, and whole at the end', () => {
    const { watch, stage, logs, waiting, fire } = watched(rules);
    const call = (n: number) => watch(agent(), callOf({ n }), ALLOWED);
    call(1);
    expect(waiting).toEqual([]);
    for (const n of [2, 3, 1]) call(n);
    expect(waiting.map(({ ms }) => ms)).toEqual([60_000]);
    expect(logs).toEqual([]);
    fire();
    expect(logs).toContain(told(2, 4));
    fire();
    expect(logs.filter((line) => line.includes('bulk'))).toEqual([told(2, 4)]);
    call(1);
    stage.tell();
    stage.tell();
    expect(logs.filter((line) => line.includes('bulk'))).toEqual([told(2, 4), told(2, 5)]);
    expect(logs.some((line) => line.includes('of-others'))).toBe(false);
    expect(logs.at(-1)).toContain(
      'rule "quiet" (gateway.yaml:1) is on trial: it would have allowed 0 of the 5',
    );
  });

  it('is sent where another process tells, and added there', () => {
    const sent: [string, readonly TrialCount[]][] = [];
    const judge = { visible: () => true, decide: () => ALLOWED, denies: () => false };
    const worker = staged(rules, { trials: (policy, counts) => void sent.push([policy, counts]) });
    const watch = worker.stage.watch(tool(), ofTool, judge)!;
    for (const n of [1, 2]) watch(agent(), callOf({ n }), ALLOWED);
    worker.fire();
    watch(agent(), callOf({ n: 5 }), ALLOWED);
    worker.stage.tell();
    expect(sent.map(([policy, counts]) => [policy, counts.filter((one) => one.rule === 0)])).toEqual([
      ['p', [{ rule: 0, looked: 2, changed: 1 }]],
      ['p', [{ rule: 0, looked: 1, changed: 1 }]],
    ]);
    expect(worker.logs).toEqual([]);
    const primary = staged(rules);
    for (const [, counts] of sent) primary.stage.add(counts);
    primary.stage.add([{ rule: 99, looked: 1, changed: 1 }]);
    primary.fire();
    expect(primary.logs).toContain(told(2, 3));
  });
});

describe('a bundle', () => {
  const gateway = (more: string): string => `version: 1
name: acme
agents: { bot: { keys: ["sha256:${'1'.repeat(64)}"] } }
servers: { crm: { url: https://crm.internal/mcp } }
access:
  - { name: reads, allow: crm__* }
  - { name: tried, deny: crm__get_*, when: args.x == 1${more} }
`;
  const built = async (more: string) => {
    const io = memoryIo('/gateway', { 'gateway.yaml': gateway(more) });
    return (await compile('/gateway/gateway.yaml', { io })).bundle?.code ?? '';
  };

  it('has code for trials only where there are any', async () => {
    expect(await built('')).not.toMatch(/shadowStage|shadows: \[/);
    expect(await built(', shadow: false')).not.toMatch(/shadowStage|shadows: \[/);
    const code = await built(', shadow: true');
    expect(code).toMatch(/shadowStage/);
    expect(code).toMatch(/shadows: \[/);
  });
});
