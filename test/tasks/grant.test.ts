// Who may ask about a task: whom the policy grants the call that began it, with the token that asks.
import { describe, expect, it } from 'vitest';
import type { CatalogItem } from '../../runtime/contract/catalog.ts';
import type { Agent } from '../../runtime/contract/identity.ts';
import type { TaskOf } from '../../runtime/contract/tasks.ts';
import { callFacts } from '../../runtime/gateway/facts.ts';
import { ungranted } from '../../runtime/tasks/grant.ts';
import { bearer, judgeOf } from '../access/scoped.ts';
import { agent } from '../gateway/facts.ts';

const HASH = 'ab'.repeat(8);

/** What becomes of a request about a task that a call with these arguments began. */
function asked(rules: string, who: Agent, args: object | null, policy = HASH): string {
  const item = { judge: judgeOf(rules), original: 'search', subject: 'tool' } as unknown as CatalogItem;
  const core = {
    plan: { policy: { hash: HASH } },
    facts: callFacts,
    environment: { clock: { now: () => 0 } },
  };
  const task = { policy, args: args && JSON.stringify(args) } as TaskOf;
  const asking = { core, request: { agent: who, head: {} } } as unknown as Parameters<typeof ungranted>[0];
  const refusal = ungranted(asking, item, task);
  if (refusal === null) return 'granted';
  return refusal.decision === 'challenge'
    ? String(refusal.fields?.[1]?.replace(/.* /, ''))
    : refusal.decision;
}

describe.each([
  ['the policy that granted it', HASH],
  ['another policy', 'cd'.repeat(8)],
])('under %s', (_, policy) => {
  const scoped = '{ name: it, allow: crm__*, to: { scope: crm.read } }';
  const either = `{ name: it, allow: crm__*, when: 'args.limit < 10 || "crm.bulk" in agent.scopes' }`;

  it('a token that has no scope any more is told which one', () => {
    expect(asked(scoped, bearer('crm.read'), {}, policy)).toBe('granted');
    expect(asked(scoped, bearer(), {}, policy)).toBe('scope="crm.read"');
    expect(asked(scoped, bearer(), null, policy)).toBe('scope="crm.read"');
    expect(asked(scoped, agent(), {}, policy)).toBe('hidden');
  });

  it('the arguments of the call decide, where they are known', () => {
    expect(asked(either, bearer(), { limit: 5 }, policy)).toBe('granted');
    expect(asked(either, bearer(), { limit: 50 }, policy)).toBe('scope="crm.bulk"');
    expect(asked(either, bearer('crm.bulk'), { limit: 50 }, policy)).toBe('granted');
    expect(asked(either, bearer(), null, policy)).toBe(policy === HASH ? 'granted' : 'deny');
  });

  it('what the policy granted goes on, whatever else there is now', () => {
    const day = `
      { name: it, allow: crm__* }
      { name: closed, deny: crm__*, when: request.time < timestamp("2000-01-01T00:00:00Z") }
    `;
    for (const who of [bearer(), agent()])
      expect(asked(day, who, {}, policy)).toBe(policy === HASH ? 'granted' : 'deny');
  });
});
