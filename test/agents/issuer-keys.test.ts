// The keys of issuers: where they are found, how often they are asked for, and what comes of tokens where they cannot be had.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type IssuerServer, makeKey, NOW_S, startIssuer } from './issuer.ts';
import { issuerPlan, type TokenWorld, tokenWorld } from './tokens.ts';

let issuer: IssuerServer;
let world: TokenWorld;
beforeEach(async () => {
  issuer = await startIssuer();
  world = tokenWorld([issuerPlan(issuer.issuer)]);
});
afterEach(() => Promise.all([issuer.close(), world.close()]));

/** Makes a world for the issuer, told otherwise. */
async function again(more: Parameters<typeof issuerPlan>[1], environment = {}): Promise<void> {
  await world.close();
  world = tokenWorld([issuerPlan(issuer.issuer, more)], {}, environment);
}

const FOUND = ['/.well-known/openid-configuration', '/jwks'];

describe('asked for', () => {
  it('once, whatever number of tokens come, also at the same time', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 20 }, (_, at) => issuer.token({ sub: `agent ${at}` })),
    );
    const agents = await Promise.all(tokens.map((token) => world.agent(token)));
    expect(agents.map(({ name }) => name)).toEqual(tokens.map((_, at) => `agent ${at}`));
    expect(issuer.asked).toEqual(FOUND);
  });

  it('at start, before any token comes', async () => {
    world.agents.start!();
    await expect.poll(() => issuer.asked).toEqual(FOUND);
    await world.agent(await issuer.token());
    expect(issuer.asked).toEqual(FOUND);
  });

  it('again when they are ten minutes old', async () => {
    await world.agent(await issuer.token());
    world.passed = 10 * 60_000 - 1;
    await world.agent(await issuer.token({ exp: 2e9, sub: 'bob' }));
    expect(issuer.asked).toEqual(FOUND);
    world.passed += 1;
    await world.agent(await issuer.token({ exp: 2e9, sub: 'eve' }));
    expect(issuer.asked).toEqual([...FOUND, ...FOUND]);
  });

  it('again when a token names one that is not there: a new one serves at once', async () => {
    await world.agent(await issuer.token());
    world.passed = 10_000;
    issuer.keys = [...issuer.keys, await makeKey('second')];
    expect((await world.agent(await issuer.token({ sub: 'bob' }, issuer.keys[1]))).name).toBe('bob');
    expect(issuer.asked).toEqual([...FOUND, ...FOUND]);
  });

  it('not more often than every ten seconds, whatever tokens name', async () => {
    await world.agent(await issuer.token());
    world.passed = 10_000;
    const strange = await makeKey('strange');
    for (let at = 0; at < 5; at++)
      expect(await world.refusal(await issuer.token({ sub: `x${at}` }, strange))).toMatch(/does not have/);
    expect(issuer.asked).toEqual([...FOUND, ...FOUND]);
  });
});

describe('an issuer that does not answer any more', () => {
  // No deadline ever comes: who waits for the issuer waits for ever.
  const clock = {
    now: () => NOW_S * 1000 + world.passed,
    monotonic: () => world.passed,
    after: () => () => {},
  };
  const named = (sub: string): Promise<string> => issuer.token({ exp: 2e9, sub });
  /** The issuer is asked for its keys because of a token, and says nothing. */
  async function asksInVain(token: string): Promise<void> {
    issuer.instead = () => true;
    const before = issuer.asked.length;
    void world.bearer(token);
    await expect.poll(() => issuer.asked.length).toBe(before + 1);
  }
  beforeEach(async () => {
    await again({}, { clock });
    await world.agent(await issuer.token());
    world.passed = 10_000;
  });

  it('keeps nobody waiting whose key is known, while a token asks for one that is not', async () => {
    await asksInVain(await issuer.token({}, await makeKey('strange')));
    expect((await world.agent(await named('bob'))).name).toBe('bob');
  });

  it('keeps nobody waiting whose key is known, once it has failed: for an hour', async () => {
    issuer.instead = (_, response) => response.destroy();
    world.passed = 10 * 60_000;
    expect((await world.agent(await named('bob'))).name).toBe('bob');
    world.passed += 10_000;
    await asksInVain(await named('carol'));
    expect((await world.agent(await named('dora'))).name).toBe('dora');
  });

  it('is asked anew where a question was lost with the request that put it', async () => {
    await asksInVain(await issuer.token({}, await makeKey('strange')));
    issuer.instead = () => undefined;
    world.passed += 60_000;
    const next = await makeKey('next');
    issuer.keys = [...issuer.keys, next];
    expect((await world.agent(await issuer.token({ sub: 'bob' }, next))).name).toBe('bob');
  });
});

describe('a key that its issuer takes back', () => {
  it('serves no token ten minutes later, not even one that was taken before', async () => {
    const token = await issuer.token({ exp: 2e9 });
    await world.agent(token);
    issuer.keys = [await makeKey('second')];
    world.passed = 10 * 60_000;
    expect(await world.refusal(token)).toMatch(/key that its issuer does not have/);
  });
});

describe('not to be had', () => {
  const down = (): void => {
    issuer.instead = (_, response) => response.destroy();
  };

  it('is no word about the token: the caller may come again, the operator is told once', async () => {
    down();
    for (const sub of ['ann', 'bob'])
      expect(await world.bearer(await issuer.token({ sub }))).toMatchObject({
        agent: null,
        status: 503,
        fields: ['retry-after', '5'],
        reason: expect.stringMatching(
          /^keys of http:.* cannot be had: http:.*openid-configuration cannot be read/,
        ),
      });
    expect(world.log).toEqual([expect.stringMatching(/^issuer http:.*: its keys cannot be had: http/)]);
    issuer.instead = () => undefined;
    world.passed = 10_000;
    expect((await world.agent(await issuer.token())).name).toBe('ann');
  });

  it('is no word about a token whose key is not known, either: its issuer may have a new one', async () => {
    await world.agent(await issuer.token());
    down();
    world.passed = 10_000;
    const strange = await makeKey('strange');
    for (const sub of ['ann', 'bob'])
      expect(await world.bearer(await issuer.token({ sub }, strange))).toMatchObject({
        status: 503,
        reason: expect.stringMatching(/^keys of http:.* cannot be had: /),
      });
    expect((await world.agent(await issuer.token({ sub: 'carol' }))).name).toBe('carol');
  });

  it('for an hour, does no harm to tokens whose keys are known; after it they are refused', async () => {
    await world.agent(await issuer.token());
    down();
    world.passed = 59 * 60_000;
    expect((await world.agent(await issuer.token({ exp: 2e9 }))).name).toBe('ann');
    world.passed = 60 * 60_000;
    expect(await world.bearer(await issuer.token({ exp: 2e9, sub: 'bob' }))).toMatchObject({ status: 503 });
  });

  it.each<[string, string, string, string]>([
    ['an error', '500', '{}', 'answers 500'],
    ['a way elsewhere', '302', '{}', 'answers 302, and leads to https://elsewhere.test/'],
    ['what is no JSON', '200', '<html>', 'is not JSON'],
    ['a document that is too large', '200', `"${'x'.repeat(256 * 1024)}"`, 'is larger than 262144 bytes'],
    [
      'a document of another issuer',
      '200',
      '{"issuer":"https://login.other.test"}',
      'is of another issuer: https://login.other.test',
    ],
    ['a document that is no object', '200', 'null', 'is of another issuer: undefined'],
  ])('%s', async (_, status, body, said) => {
    issuer.instead = (_request, response) => {
      response.writeHead(Number(status), { location: 'https://elsewhere.test/' }).end(body);
      return true;
    };
    const { reason } = (await world.bearer(await issuer.token())) as { readonly reason: string };
    expect(reason).toContain(`/.well-known/openid-configuration ${said}`);
  });

  it.each([
    [undefined, 'names no jwks_uri'],
    ['nowhere', 'names no jwks_uri'],
    ['https://keys.other.test/jwks', 'on another host: write `jwks: https://keys.other.test/jwks`'],
  ])('where the issuer says that they are: %s', async (jwks_uri, said) => {
    issuer.instead = (_, response) => {
      response.end(JSON.stringify({ issuer: issuer.issuer, jwks_uri }));
      return true;
    };
    const { reason } = (await world.bearer(await issuer.token())) as { readonly reason: string };
    expect(reason).toContain(said);
  });

  it('where nothing can be asked any more', async () => {
    await world.close();
    expect(await world.bearer(await issuer.token())).toMatchObject({
      status: 503,
      reason: expect.stringContaining(
        '/.well-known/openid-configuration cannot be read: the client is closed',
      ),
    });
  });

  it('when nothing comes at all: the caller waits for five seconds at most', async () => {
    issuer.instead = () => true;
    // Time is moved by hand: what waits for five seconds waits for nothing.
    const clock = {
      now: () => 0,
      monotonic: () => 0,
      after: (_: number, fire: () => void) => clearLater(fire),
    };
    await again({}, { clock });
    expect(await world.bearer(await issuer.token())).toMatchObject({
      status: 503,
      reason: expect.stringContaining('does not answer within 5000 ms'),
    });
  });
});

/** Fires when the request is out. */
function clearLater(fire: () => void): () => void {
  const timer = setTimeout(fire, 50);
  return () => clearTimeout(timer);
}

describe('found', () => {
  it('where OAuth servers say it, if OpenID providers do not', async () => {
    await Promise.all([issuer.close(), world.close()]);
    issuer = await startIssuer('/tenant');
    issuer.instead = ({ url }, response) => {
      if (url === '/tenant/.well-known/openid-configuration') return response.writeHead(404).end();
      if (url !== '/.well-known/oauth-authorization-server/tenant') return undefined;
      return response.end(
        JSON.stringify({ issuer: issuer.issuer, jwks_uri: new URL('/jwks', issuer.issuer).href }),
      );
    };
    world = tokenWorld([issuerPlan(issuer.issuer)]);
    expect((await world.agent(await issuer.token())).name).toBe('ann');
    expect(issuer.asked).toEqual([
      '/tenant/.well-known/openid-configuration',
      '/.well-known/oauth-authorization-server/tenant',
      '/jwks',
    ]);
  });

  it('below the path of an issuer that has one', async () => {
    await Promise.all([issuer.close(), world.close()]);
    issuer = await startIssuer('/tenant/');
    world = tokenWorld([issuerPlan(issuer.issuer)]);
    expect((await world.agent(await issuer.token())).name).toBe('ann');
    expect(issuer.asked[0]).toBe('/tenant/.well-known/openid-configuration');
  });

  it('at a URL of the gateway file, without asking the issuer', async () => {
    await again({ jwks: new URL('/jwks', issuer.issuer).href });
    expect((await world.agent(await issuer.token())).name).toBe('ann');
    expect(issuer.asked).toEqual(['/jwks']);
  });

  it('in a file, which is read at start', async () => {
    const keys = JSON.stringify({ keys: issuer.keys.map(({ jwk }) => jwk) });
    await again({ jwks: { file: 'jwks.json', secret: false } }, { readFile: () => keys });
    expect((await world.agent(await issuer.token())).name).toBe('ann');
    expect(issuer.asked).toEqual([]);
  });

  it.each(['', '{}', '{"keys":{}}', '{"keys":[]}', '[]'])('never in a file that holds %j', async (text) => {
    await again({ jwks: { file: 'jwks.json', secret: false } }, { readFile: () => text });
    const problem = `file jwks.json holds no set of keys: {"keys": [...]} (issuer ${issuer.issuer}, gateway.yaml:5)`;
    expect(world.agents.problems).toEqual([problem]);
    expect(await world.bearer(await issuer.token())).toMatchObject({ status: 503, reason: problem });
  });

  it('never as a secret: a set of shared or private keys serves nobody', async () => {
    const { privateKey } = issuer.keys[0]!;
    const { exportJWK } = await import('jose');
    const jwk = { ...(await exportJWK(privateKey)), kid: 'first', alg: 'ES256' };
    issuer.keys = [{ ...issuer.keys[0]!, jwk }];
    expect(await world.refusal(await issuer.token())).not.toBeNull();
  });
});
