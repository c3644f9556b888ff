// Whom claims name as `why` and bootstrap work it out, held to whom the emitted gateway takes for the bearer of such a token.
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { call } from '../../compiler/testing/ask.ts';
import { makeTwin, type Twin } from '../../compiler/testing/twin/twin.ts';
import { createWatch } from '../../compiler/testing/twin/watch.ts';
import { bearerOf, withScope } from '../../compiler/testing/why/bearer.ts';
import { dummiesFor } from '../../compiler/testing/world/dummies.ts';
import { makeIssuers, type TokenAgent } from '../../compiler/testing/world/issuers.ts';
import { loadBundle } from '../../compiler/testing/world/load.ts';
import { knownTools } from '../../compiler/testing/world/names.ts';
import { openWorld, planOf, type WorldParts } from '../../compiler/testing/world/world.ts';
import type { Agent } from '../../runtime/contract/identity.ts';
import { runs } from '../runs.ts';

let twin: Twin;
let parts: WorldParts;
beforeAll(async () => {
  const compiled = await compile(fileURLToPath(new URL('suites/tokens/gateway.yaml', import.meta.url)));
  twin = await makeTwin(compiled);
  parts = {
    bundle: await loadBundle(compiled.bundle!.files),
    dummies: dummiesFor(compiled.config!),
    issuers: await makeIssuers(compiled.models!.issuers.issuers),
    offered: new Map([['crm', { search: {} }]]),
    clock: Date.UTC(2026, 10, 20, 9),
  };
});

/** Whom the gateway sees; null where it refuses the token. */
async function seen(token: TokenAgent): Promise<Agent | null> {
  const watch = createWatch();
  const agents = new Map([['one', token]]);
  const world = await openWorld({ ...parts, agents, bundle: twin.bundle(watch.wrap) });
  try {
    watch.take();
    const question = { as: 'one', call: 'crm__search', args: {} };
    const { record } = await call(world, knownTools(world.plan, parts.offered), question);
    const { agent } = watch.take();
    expect(agent === null).toBe(record.decision === 'unauthenticated');
    return agent;
  } finally {
    await world.close();
  }
}

const name = fc.constantFrom('ann', 'nightly', 'bot', 'guest', 'p1', '');
const odd = fc.constantFrom<unknown>(null, 5, true, [], ['x'], {}, 'x');
const claims = fc.record(
  {
    sub: fc.oneof({ weight: 4, arbitrary: name }, odd),
    team: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('pay', 'build', '') }, odd),
    groups: fc.oneof({ weight: 4, arbitrary: fc.array(name, { maxLength: 2 }) }, odd),
    level: fc.oneof(fc.integer(), odd),
    scope: fc.oneof(fc.constantFrom('a b', 'b  a b', ''), odd),
    scp: fc.oneof(fc.constantFrom<unknown>('c', ['d', 'c', 5]), odd),
    other: odd,
  },
  { requiredKeys: [] },
);
const issuer = fc.constantFrom(
  'https://login.acme.com',
  'https://ci.acme.com/oauth',
  'https://partner.example',
);

test('is whom the gateway sees', async () => {
  const plan = planOf(parts);
  const tokens = fc.record({ issuer, claims });
  await fc.assert(
    fc.asyncProperty(tokens, async (token) => {
      const [mine, real] = [bearerOf(plan, token), await seen(token)];
      if (mine === null || real === null) expect(mine).toBe(real);
      else expect(real).toMatchObject(mine);
    }),
    { numRuns: runs(60) },
  );
});

test('a scope more, and one less, in whatever way the token has them', () => {
  const plan = planOf(parts);
  const scopes = (claims: TokenAgent['claims']) =>
    bearerOf(plan, { issuer: 'https://partner.example', claims: { sub: 'p1', ...claims } })?.scopes;
  for (const before of [{}, { scope: 'a' }, { scp: 'a' }, { scp: ['a'] }, { scope: 'a', scp: ['z'] }]) {
    const held = 'scope' in before || 'scp' in before ? ['a'] : [];
    expect(scopes(withScope(before, 'b', true))).toEqual([...held, 'b']);
    expect(scopes(withScope(withScope(before, 'b', true), 'b', false))).toEqual(held);
  }
});
