// Who calls: a key, a token that is known already, and a token that comes for the first time, the way the gateway asks.
// node test/bench/tokens.mjs [--rounds 7] [--no-gate]
// All interleaved in one process; a ratio is taken within a round, in a shuffled order.
import { createHash, hash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { tokenAgents } from '../../dist/runtime/agents/tokens.js';
import { median, shuffled, spread } from './stats.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, 'no-gate': { type: 'boolean', default: false } },
});
/** The bars: a known token beside a key; a new one beside its signature alone. */
const MOST_KNOWN = 6;
const MOST_NEW = 4;
const KNOWN_CALLS = 100_000;
const NEW_CALLS = 500;

const ISSUER = 'https://login.acme.test';
const AUDIENCE = 'https://mcp.acme.test/mcp';
const KEY = 'mcpgw_bench_key_of_an_agent_that_calls_often';
const digest = (text) => (hash ? hash('sha256', text) : createHash('sha256').update(text).digest('hex'));

async function worldOf(alg) {
  const { publicKey, privateKey } = await generateKeyPair(alg);
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'a', alg }] });
  const sign = (sub) =>
    new SignJWT({ team: 'pay', groups: ['cashier', 'reader'], scope: 'crm.read crm.write' })
      .setProtectedHeader({ alg, kid: 'a', typ: 'at+jwt' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(sub)
      .setJti(crypto.randomUUID())
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
  const plan = {
    name: 'bench',
    resource: AUDIENCE,
    anonymous: null,
    agents: [{ name: 'bot', place: 'x:1', team: 'pay', roles: [], labels: {}, keys: [digest(KEY)] }],
    issuers: [
      {
        issuer: ISSUER,
        place: 'x:2',
        audiences: [AUDIENCE],
        algorithms: [alg],
        jwks: { file: 'jwks.json', secret: false },
        agent: (claims) => claims.sub,
        team: (claims) => claims.team,
        roles: (claims) => claims.groups,
      },
    ],
  };
  const clock = { now: () => Date.now(), monotonic: () => performance.now(), after: () => () => {} };
  const { authenticate } = tokenAgents(plan, { clock, digest, log: () => {}, readFile: () => jwks });
  return { sign, authenticate, publicKey, alg };
}

async function main(alg) {
  const { sign, authenticate, publicKey } = await worldOf(alg);
  const byKey = ['host', 'x', 'authorization', `Bearer ${KEY}`];
  const known = ['host', 'x', 'authorization', `Bearer ${await sign('ann')}`];
  if ((await authenticate(known, '/mcp')).agent?.team !== 'pay') throw new Error('the token is not taken');
  const fresh = await Promise.all(Array.from({ length: NEW_CALLS * rounds * 2 }, (_, at) => sign(`a${at}`)));
  const parts = fresh.slice(0, NEW_CALLS).map((token) => {
    const at = token.lastIndexOf('.');
    return [Buffer.from(token.slice(0, at)), Buffer.from(token.slice(at + 1), 'base64url')];
  });
  const parameters = alg.startsWith('ES')
    ? { name: 'ECDSA', hash: 'SHA-256' }
    : { name: 'RSASSA-PKCS1-v1_5' };
  let at = 0;
  const contenders = {
    key: () => many(KNOWN_CALLS, () => authenticate(byKey, '/mcp').agent),
    known: () => many(KNOWN_CALLS, () => authenticate(known, '/mcp').agent),
    fresh: () =>
      manyAsync(
        NEW_CALLS,
        async () => (await authenticate(['authorization', `Bearer ${fresh[at++]}`], '/mcp')).agent,
      ),
    signature: () =>
      manyAsync(NEW_CALLS, (n) => crypto.subtle.verify(parameters, publicKey, parts[n][1], parts[n][0])),
  };
  for (const run of Object.values(contenders)) await run();
  const ratios = { known: [], fresh: [] };
  const times = { key: [], known: [], fresh: [], signature: [] };
  for (let round = 0; round < rounds; round++) {
    const took = {};
    for (const name of shuffled(Object.keys(contenders))) {
      took[name] = await contenders[name]();
      times[name].push(took[name]);
    }
    ratios.known.push(took.known / took.key);
    ratios.fresh.push(took.fresh / took.signature);
  }
  const us = (name) => `${(median(times[name]) * 1000).toFixed(2)} µs`;
  console.log(
    `${alg}: a key ${us('key')}, a known token ${us('known')}, a new one ${us('fresh')}, its signature alone ${us('signature')}`,
  );
  console.log(`${alg}: a known token beside a key ${spread(ratios.known)} (bar ${MOST_KNOWN})`);
  console.log(`${alg}: a new token beside its signature ${spread(ratios.fresh)} (bar ${MOST_NEW})`);
  return median(ratios.known) <= MOST_KNOWN && median(ratios.fresh) <= MOST_NEW;
}

/** Milliseconds a call. */
function many(count, call) {
  const begin = performance.now();
  for (let n = 0; n < count; n++) if (!call(n)) throw new Error('refused');
  return (performance.now() - begin) / count;
}

async function manyAsync(count, call) {
  const begin = performance.now();
  for (let n = 0; n < count; n++) if (!(await call(n))) throw new Error('refused');
  return (performance.now() - begin) / count;
}

const rounds = Number(values.rounds);
const held = [await main('RS256'), await main('ES256')];
if (held.includes(false) && !values['no-gate']) process.exitCode = 1;
