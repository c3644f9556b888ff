// Who may ask about a task: whom the policy grants the call that began it, with the token that asks.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CatalogItem } from '../../runtime/contract/catalog.ts';
import type { Agent } from '../../runtime/contract/identity.ts';
import type { TaskOf } from '../../runtime/contract/tasks.ts';
import { callFacts } from '../../runtime/gateway/facts.ts';
import { grantOf, ungranted } from '../../runtime/tasks/grant.ts';
import { bearer, judgeOf } from '../access/scoped.ts';
import { agent } from '../gateway/facts.ts';

const HASH = 'ab'.repeat(8);

const coreOf = (hash: string) => ({
  plan: { policy: { hash } },
  facts: callFacts,
  environment: {
    clock: { now: () => 0 },
    digest: (text: string) => createHash('sha256').update(text).digest('hex'),
  },
});

type Asking = Parameters<typeof ungranted>[0];

/** What granted a call of this agent, under a policy of this hash. */
function granted(who: Agent, hash = HASH): string {
  const request = { agent: who, message: { bytes: new Uint8Array(), args: null } };
  return grantOf({ core: coreOf(hash), request } as unknown as Asking).policy;
}

/** What becomes of a request about a task that a call with these arguments began, as `policy` granted it. */
function asked(rules: string, who: Agent, args: object | null, policy: string): string {
  const item = { judge: judgeOf(rules), original: 'search', subject: 'tool' } as unknown as CatalogItem;
  const task = { policy, args: args && JSON.stringify(args) } as TaskOf;
  const asking = { core: coreOf(HASH), request: { agent: who, head: {} } } as unknown as Asking;
  const refusal = ungranted(asking, item, task);
  if (refusal === null) return 'granted';
  return refusal.decision === 'challenge'
    ? String(refusal.fields?.[1]?.replace(/.* /, ''))
    : refusal.decision;
}

const scoped = '{ name: it, allow: crm__*, to: { scope: crm.read } }';
const either = `{ name: it, allow: crm__*, when: 'args.limit < 10 || "crm.bulk" in agent.scopes' }`;
const day = `
  { name: it, allow: crm__* }
  { name: closed, deny: crm__*, when: request.time < timestamp("2000-01-01T00:00:00Z") }
`;

describe('what the policy granted goes on, whatever else there is now', () => {
  it.each([
    ['to an agent with a key', agent()],
    ['to a token', bearer('crm.read')],
  ])('%s', (_, who) => {
    for (const args of [{}, null]) expect(asked(day, who, args, granted(who))).toBe('granted');
    expect(asked(either, who, { limit: 50 }, granted(who))).toBe('granted');
  });

  it('to the next token of an agent that may do the same', () => {
    const [now, before] = [bearer('crm.read'), bearer('crm.read')].map((one, at) => ({
      ...one,
      claims: { sub: 'ann', level: 3, exp: at, iat: at, nbf: at, jti: String(at) },
    })) as unknown as [Agent, Agent];
    expect(asked(day, now, {}, granted(before))).toBe('granted');
  });
});

describe('a token that says something else of its agent', () => {
  it.each<[string, Partial<Agent>]>([
    ['another role', { roles: ['other'] }],
    ['another team', { team: 'other' }],
    ['another scope', { scopes: ['crm.read', 'crm.other'] }],
    ['another claim', { claims: { level: 4 } }],
  ])('%s: the call is judged anew, or not granted', (_, change) => {
    const who = bearer('crm.read');
    const before = granted({ ...who, ...change });
    expect(asked(day, who, {}, before)).toBe('deny');
    expect(asked(day, who, null, before)).toBe('deny');
    expect(asked('{ name: it, allow: crm__* }', who, {}, before)).toBe('granted');
  });
});

describe.each([
  ['a token with more scopes', granted(bearer('crm.bulk', 'crm.read', 'more'))],
  ['another policy', granted(bearer(), 'cd'.repeat(8))],
])('granted by %s', (_, before) => {
  it('a token that has no scope any more is told which one', () => {
    expect(asked(scoped, bearer('crm.read'), {}, before)).toBe('granted');
    expect(asked(scoped, bearer(), {}, before)).toBe('scope="crm.read"');
    expect(asked(scoped, bearer(), null, before)).toBe('scope="crm.read"');
    expect(asked(scoped, agent(), {}, before)).toBe('hidden');
  });

  it('the arguments of the call decide, where they are known', () => {
    expect(asked(either, bearer(), { limit: 5 }, before)).toBe('granted');
    expect(asked(either, bearer(), { limit: 50 }, before)).toBe('scope="crm.bulk"');
    expect(asked(either, bearer('crm.bulk'), { limit: 50 }, before)).toBe('granted');
    expect(asked(either, bearer(), null, before)).toBe('deny');
  });

  it('what the policy does not grant now is not granted', () => {
    for (const who of [bearer(), agent()]) expect(asked(day, who, {}, before)).toBe('deny');
  });
});
