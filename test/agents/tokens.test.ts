// Agents with tokens: who they are, and who is refused.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Claims } from '../../runtime/contract/plan.ts';
import { type IssuerServer, makeKey, NOW_S, startIssuer } from './issuer.ts';
import { issuerPlan, type TokenWorld, tokenWorld } from './tokens.ts';

let issuer: IssuerServer;
let other: IssuerServer;
beforeAll(async () => {
  [issuer, other] = await Promise.all([startIssuer(), startIssuer()]);
});
afterAll(() => Promise.all([issuer.close(), other.close()]));

const worlds: TokenWorld[] = [];
afterAll(() => Promise.all(worlds.map((world) => world.close())));
function world(...given: Parameters<typeof tokenWorld>): TokenWorld {
  const made = tokenWorld(...given);
  worlds.push(made);
  return made;
}

describe('a token of an issuer', () => {
  it('names its agent, once it was verified; what holds of it is kept', async () => {
    const { agent, agents } = world([
      issuerPlan(issuer.issuer, {
        team: ({ team }: Claims) => team,
        roles: ({ groups }: Claims) => groups,
      }),
    ]);
    const token = await issuer.token({
      team: 'pay',
      groups: ['cashier'],
      scope: 'b a b',
      nested: { x: [1] },
    });
    const ann = await agent(token);
    expect(ann).toMatchObject({
      name: 'ann',
      team: 'pay',
      roles: ['cashier'],
      labels: {},
      scopes: ['a', 'b'],
      method: 'token',
    });
    expect(ann.claims).toMatchObject({ sub: 'ann', nested: { x: [1] } });
    // The second time at once, and the very same agent: what rules made of it is found again.
    expect(agents.authenticate(['authorization', `bearer ${token}`], '/mcp')).toEqual({ agent: ann });
    expect(await agent(token)).toBe(ann);
  });

  it('has neither team nor roles where the issuer says nothing of them', async () => {
    const ann = await world([issuerPlan(issuer.issuer)]).agent(await issuer.token());
    expect(ann).toMatchObject({ team: '', roles: [], scopes: [] });
  });

  it.each([
    [{ scope: 'a b' }, ['a', 'b']],
    [{ scp: 'b a' }, ['a', 'b']],
    [{ scp: ['b', 'a', 7] }, ['a', 'b']],
    [{ scope: '' }, []],
    [{ scope: { a: true } }, []],
    [{ scope: 7, scp: 'a' }, []],
  ])('has the scopes of %j', async (claims, scopes) => {
    const { agent } = world([issuerPlan(issuer.issuer)]);
    expect((await agent(await issuer.token(claims))).scopes).toEqual(scopes);
  });

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA', 'RS512', 'ES384'])(
    'is taken when signed by %s',
    async (alg) => {
      const key = await makeKey(`key of ${alg}`, alg);
      issuer.keys = [...issuer.keys, key];
      const { agent } = world([issuerPlan(issuer.issuer, { algorithms: [alg] })]);
      expect((await agent(await issuer.token({}, key))).name).toBe('ann');
    },
  );

  it.each([undefined, 'JWT', 'at+jwt', 'application/at+jwt', 'AT+JWT'])('may be of type %s', async (typ) => {
    const { agent } = world([issuerPlan(issuer.issuer)]);
    expect((await agent(await issuer.token({}, undefined, { typ }))).name).toBe('ann');
  });

  it('may name none of several keys', async () => {
    const [one, two] = [await makeKey('one'), await makeKey('two')];
    const [plain, mine] = [await startIssuer(), await makeKey('three')];
    plain.keys = [one, two, mine].map((key) => ({ ...key, jwk: { ...key.jwk, kid: undefined } as never }));
    const { agent, refusal } = world([issuerPlan(plain.issuer)]);
    expect((await agent(await plain.token({}, mine, { kid: undefined }))).name).toBe('ann');
    expect(await refusal(await plain.token({}, issuer.keys[0], { kid: undefined }))).toMatch(/signature/);
    await plain.close();
  });
});

describe('declared agents', () => {
  const declared = (more: object) => ({
    agents: [
      {
        name: 'ann',
        place: 'gateway.yaml:9',
        team: 'ops',
        roles: ['admin'],
        labels: { a: 'b' },
        keys: [],
        ...more,
      },
    ],
  });
  it('stay what is declared, and have the claims and scopes of their token', async () => {
    const plan = issuerPlan(issuer.issuer, { team: () => 'other', roles: () => ['other'] });
    const { agent } = world([plan], declared({ issuer: issuer.issuer }));
    const ann = await agent(await issuer.token({ scope: 'x' }));
    expect(ann).toMatchObject({
      team: 'ops',
      roles: ['admin'],
      labels: { a: 'b' },
      scopes: ['x'],
      method: 'token',
    });
    expect(ann.claims.sub).toBe('ann');
  });
  it('are not borne by tokens of an issuer that they do not name', async () => {
    const both = [issuerPlan(issuer.issuer), issuerPlan(other.issuer)];
    for (const more of [{}, { issuer: other.issuer }]) {
      const { refusal } = world(both, declared(more));
      expect(await refusal(await issuer.token())).toBe(
        'a token may not bear the name ann: gateway.yaml:9 does not name its issuer',
      );
    }
  });
  it('are not borne even without a key of their own, as the anonymous agent', async () => {
    const { refusal } = world([issuerPlan(issuer.issuer)], { ...declared({}), anonymous: 'ann' });
    expect(await refusal(await issuer.token())).toMatch(/may not bear/);
  });
});

describe('refused', () => {
  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['expired', { exp: NOW_S - 31 }, /expired/],
    ['not yet valid', { nbf: NOW_S + 31 }, /nbf/],
    ['without an end', { exp: undefined }, /exp/],
    ['for another', { aud: 'https://mcp.other.test/mcp' }, /aud/],
    ['for nobody', { aud: undefined }, /aud/],
    ['bound to a key of its holder', { cnf: { jkt: 'x' } }, /cnf/],
    ['of an issuer that nobody named', { iss: 'https://login.other.test' }, /no issuer/],
    ['of no issuer', { iss: undefined }, /no issuer/],
    ['without a name', { sub: undefined }, /gives no agent: `agent` is no name/],
    ['with an empty name', { sub: '' }, /is no name/],
    ['with a name that is no text', { sub: 7 }, /is no name/],
    ['with a name of two lines', { sub: 'ann\nbob' }, /is no name/],
    ['with a name that looks like another', { sub: 'ann\u200b' }, /is no name/],
    ['with a name that reads backwards', { sub: '\u202enna' }, /is no name/],
    ['with a name of two lines for some readers', { sub: 'ann\u2028bob' }, /is no name/],
    ['with a name too long', { sub: 'a'.repeat(257) }, /is no name/],
  ])('%s', async (_, claims, reason) => {
    const { refusal } = world([issuerPlan(issuer.issuer)]);
    expect(await refusal(await issuer.token(claims))).toMatch(reason);
  });

  it.each<[string, Partial<Parameters<typeof issuerPlan>[1] & object>, RegExp]>([
    ['a claim of another type', { claims: { sub: () => false } }, /token's sub is not of its type/],
    [
      'an expression that has no value',
      {
        team: () => {
          throw new Error('no such key: team');
        },
      },
      /no such key: team/,
    ],
    ['roles that are no list', { roles: () => 'admin' }, /`roles` is no list/],
    ['roles that are no names', { roles: () => ['a', 7] }, /`roles` is no name/],
    ['a team that is no name', { team: () => ['a'] }, /`team` is no name/],
    ['more roles than anybody has', { roles: () => Array(1001).fill('a') }, /no list of names/],
  ])('%s', async (_, plan, reason) => {
    const { refusal } = world([issuerPlan(issuer.issuer, plan)]);
    expect(await refusal(await issuer.token())).toMatch(reason);
  });

  it('a token by a key of another issuer, though that is one of ours', async () => {
    const { refusal, agent } = world([issuerPlan(issuer.issuer), issuerPlan(other.issuer)]);
    const forged = await issuer.token({}, { ...other.keys[0]!, kid: 'first' });
    expect(await refusal(forged)).toMatch(/signature/);
    expect((await agent(await other.token())).name).toBe('ann');
  });

  it('once it is expired, though it was good before', async () => {
    const here = world([issuerPlan(issuer.issuer)]);
    const token = await issuer.token({ exp: NOW_S + 100 });
    expect(await here.refusal(token)).toBeNull();
    here.passed = 129_000;
    expect(await here.refusal(token)).toBeNull();
    here.passed = 131_000;
    expect(await here.refusal(token)).toMatch(/expired/);
  });

  it('asks for a token, and says where to get one', async () => {
    const { agents, bearer } = world([issuerPlan(issuer.issuer)]);
    const where = 'resource_metadata="https://mcp.acme.test/.well-known/oauth-protected-resource/mcp"';
    expect(await agents.authenticate([], '/mcp')).toMatchObject({
      reason: 'missing',
      fields: ['www-authenticate', `Bearer realm="acme", ${where}`],
    });
    expect(await bearer('a.b.c')).toMatchObject({
      fields: ['www-authenticate', `Bearer realm="acme", ${where}, error="invalid_token"`],
    });
  });

  it('anywhere but in its own field, and beside another credential', async () => {
    const token = await issuer.token();
    const { agents } = world([issuerPlan(issuer.issuer)], {
      agents: [{ name: 'guest', place: 'x:1', team: '', roles: [], labels: {}, keys: [] }],
      anonymous: 'guest',
    });
    const reasonOf = async (fields: readonly string[], target = '/mcp') => {
      const outcome = await agents.authenticate(fields, target);
      return outcome.agent === null ? outcome.reason : outcome.agent.name;
    };
    expect(await reasonOf(['x-api-key', token])).toBe('invalid');
    expect(await reasonOf(['authorization', `Bearer ${token}`, 'x-api-key', 'k'.repeat(20)])).toBe('several');
    expect(await reasonOf(['authorization', `Bearer ${token},${token}`])).toBe('invalid');
    expect(await reasonOf(['authorization', `Basic ${token}`])).toBe('invalid');
    expect(await reasonOf([], `/mcp?access_token=${token}`)).toBe('guest');
    expect(await reasonOf(['authorization', `Bearer ${token}x`])).not.toBe('guest');
  });
});
