// Authentication by key: every way to carry one, none, several or a bad one.
import { describe, expect, it } from 'vitest';
import { keyAgents } from '../../runtime/agents/keys.ts';
import type { Authentication } from '../../runtime/contract/identity.ts';
import { ANN_KEY, BOB_KEY, testEnvironment, testPlan } from '../front/world.ts';

const environment = testEnvironment({ now: 0 }, []);
const closed = keyAgents(testPlan(), environment);
const open = keyAgents(testPlan({}, 'guest'), environment);

const who = (outcome: Authentication | Promise<Authentication>): string => {
  if (outcome instanceof Promise) throw new Error('keys are checked synchronously');
  return outcome.agent === null ? outcome.reason : `${outcome.agent.name}/${outcome.agent.method}`;
};

const cases: readonly (readonly [string, readonly string[], string, string])[] = [
  ['no credential', ['host', 'x'], 'missing', 'guest/anonymous'],
  ['bearer', ['authorization', `Bearer ${ANN_KEY}`], 'ann/key', 'ann/key'],
  ['bearer in any case', ['authorization', `bEARER ${BOB_KEY}`], 'bob/key', 'bob/key'],
  ['x-api-key', ['x-api-key', ANN_KEY], 'ann/key', 'ann/key'],
  [
    'both, of the same agent',
    ['authorization', `Bearer ${ANN_KEY}`, 'x-api-key', ANN_KEY],
    'several',
    'several',
  ],
  ['the field twice', ['x-api-key', ANN_KEY, 'x-api-key', ANN_KEY], 'several', 'several'],
  ['an unknown key', ['x-api-key', `${ANN_KEY}x`], 'invalid', 'invalid'],
  ['a prefix of a key', ['x-api-key', ANN_KEY.slice(0, -1)], 'invalid', 'invalid'],
  ['an empty field', ['x-api-key', ''], 'invalid', 'invalid'],
  ['an empty bearer', ['authorization', 'Bearer '], 'invalid', 'invalid'],
  ['another scheme', ['authorization', `Basic ${ANN_KEY}`], 'invalid', 'invalid'],
  ['the digest instead of the key', ['x-api-key', environment.digest(ANN_KEY)], 'invalid', 'invalid'],
  ['a key too short, though its digest is listed', ['x-api-key', 'short'], 'invalid', 'invalid'],
  ['a long key', ['x-api-key', 'a'.repeat(257)], 'invalid', 'invalid'],
  ['a key with a space', ['authorization', `Bearer ${ANN_KEY} x`], 'invalid', 'invalid'],
  ['two keys in one field', ['x-api-key', `${ANN_KEY},${BOB_KEY}`], 'invalid', 'invalid'],
  ['a key that is no ASCII', ['x-api-key', `${ANN_KEY}é`], 'invalid', 'invalid'],
  ['a key from Object.prototype', ['x-api-key', '__proto____proto__'], 'invalid', 'invalid'],
];

describe('keys', () => {
  it.each(cases)('%s', (_name, fields, whenClosed, whenOpen) => {
    expect(who(closed.authenticate(fields, '/mcp'))).toBe(whenClosed);
    expect(who(open.authenticate(fields, '/mcp'))).toBe(whenOpen);
  });

  it('takes no key from the query string', () => {
    expect(who(closed.authenticate([], `/mcp?key=${ANN_KEY}&access_token=${ANN_KEY}`))).toBe('missing');
  });

  it('gives the same frozen agent each time', () => {
    const first = closed.authenticate(['x-api-key', ANN_KEY], '/mcp');
    expect(closed.authenticate(['x-api-key', ANN_KEY], '/mcp')).toBe(first);
    if (first instanceof Promise || first.agent === null) throw new Error('ann is known');
    const { agent } = first;
    expect([agent, agent.roles, agent.labels, agent.claims, agent.scopes].every(Object.isFrozen)).toBe(true);
  });
});
