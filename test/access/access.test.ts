import { describe, expect, it } from 'vitest';
import { accessStage } from '../../runtime/access/index.ts';
import type { AccessRulePlan } from '../../runtime/contract/plan.ts';
import { agent, callOf, ofTool, rule, tool } from '../gateway/facts.ts';

const GRANTED = { allowed: true };
const REFUSED = { allowed: false };

function decide(access: readonly AccessRulePlan[], call = callOf({})) {
  return accessStage({ access }).judge(tool(), ofTool).decide(agent(), call);
}

describe('access', () => {
  it('denies when no rule matches', () => {
    expect(decide([])).toEqual({ allowed: false, rule: null, place: null, message: null });
  });

  it('denies when a deny matches, whatever the order', () => {
    const allow = rule({ effect: 'allow', name: 'a' });
    const deny = rule({ effect: 'deny', name: 'd', message: 'closed' });
    for (const rules of [
      [allow, deny],
      [deny, allow],
    ]) {
      expect(decide(rules)).toEqual({
        allowed: false,
        rule: 'd',
        place: 'gateway.yaml:1',
        message: 'closed',
      });
    }
  });

  it('lets an error never help the caller', () => {
    const throws = () => {
      throw new Error('boom');
    };
    expect(decide([rule({ effect: 'allow', when: throws })])).toMatchObject(REFUSED);
    expect(decide([rule({ effect: 'allow' }), rule({ effect: 'deny', when: throws })])).toMatchObject(
      REFUSED,
    );
  });

  it('takes only the boolean true for true, and for a deny everything but false', () => {
    for (const odd of [1, 'true', {}, null, undefined, NaN]) {
      const when = () => odd as unknown as boolean;
      expect(decide([rule({ effect: 'allow', when })])).toMatchObject(REFUSED);
      expect(decide([rule({ effect: 'allow' }), rule({ effect: 'deny', when })])).toMatchObject(REFUSED);
    }
    expect(decide([rule({ effect: 'allow' }), rule({ effect: 'deny', when: () => false })])).toMatchObject(
      GRANTED,
    );
  });

  it('counts arguments that cannot be read as an error', () => {
    const unreadable = {
      get args(): unknown {
        throw new Error('beyond int64');
      },
      request: callOf({}).request,
      readable: false,
    };
    const reads = { args: true, request: false };
    const allow = rule({ effect: 'allow', when: () => true, reads });
    expect(decide([allow], unreadable)).toMatchObject(REFUSED);
    const deny = rule({ effect: 'deny', when: () => false, reads });
    expect(decide([rule({ effect: 'allow' }), deny], unreadable)).toMatchObject(REFUSED);
  });

  it('narrows by tool and by agent, and asks neither again', () => {
    let asked = 0;
    const tools = (name: string) => {
      asked += 1;
      return name === 'crm__search';
    };
    const access = [rule({ effect: 'allow', tools, to: (who) => who.team === 'support' })];
    const judge = accessStage({ access }).judge(tool(), ofTool);
    for (let i = 0; i < 3; i++) expect(judge.decide(agent(), callOf({}))).toMatchObject(GRANTED);
    expect(judge.decide(agent({ team: 'other' }), callOf({}))).toMatchObject(REFUSED);
    expect(asked).toBe(1);
  });
});

describe('visibility', () => {
  const visible = (access: readonly AccessRulePlan[]) =>
    accessStage({ access }).judge(tool(), ofTool).visible(agent());

  it('is what could be allowed', () => {
    expect(visible([])).toBe(false);
    expect(visible([rule({ effect: 'allow' })])).toBe(true);
    expect(visible([rule({ effect: 'allow', when: () => false, could: () => true })])).toBe(true);
    expect(visible([rule({ effect: 'allow', when: () => false, could: () => false })])).toBe(false);
  });

  it('ends where a deny is certain', () => {
    const allow = rule({ effect: 'allow' });
    expect(visible([allow, rule({ effect: 'deny' })])).toBe(false);
    expect(visible([allow, rule({ effect: 'deny', when: () => true, could: () => true })])).toBe(true);
    expect(visible([allow, rule({ effect: 'deny', when: () => true, could: () => false })])).toBe(false);
  });

  it('ends where the question errors', () => {
    const could = () => {
      throw new Error('boom');
    };
    expect(visible([rule({ effect: 'allow', when: () => true, could })])).toBe(false);
    expect(visible([rule({ effect: 'allow' }), rule({ effect: 'deny', when: () => true, could })])).toBe(
      false,
    );
  });
});
