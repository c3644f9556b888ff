// The issuers of a test's world: what they publish is read, and what they sign verified, by a library that knows nothing of them.
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import type { IssuerModel } from '../../compiler/language/issuers/model.ts';
import type { ValueModel } from '../../compiler/language/late.ts';
import { makeIssuers } from '../../compiler/testing/world/issuers.ts';

const range = { file: 'gateway.yaml', start: 0, end: 1 };
const word = (text: string) => ({ text, range, place: 'gateway.yaml:1', slice: () => range });
const now = Date.UTC(2026, 10, 20, 9);

function issuer(url: string, more: Partial<IssuerModel> = {}): IssuerModel {
  const [audiences, algorithms] = [
    [word('gateway'), word('other')],
    ['RS256', 'ES256'],
  ];
  const gives = { names: [], teams: [], roles: [] };
  const none = { agent: null, team: null, roles: null, gives, claims: null, jwks: null };
  return { issuer: word(url), place: 'gateway.yaml:1', range, audiences, algorithms, ...none, ...more };
}

const keysIn = (text: string | undefined) => createLocalJWKSet(JSON.parse(text!) as JSONWebKeySet);
const literal = (text: string): ValueModel => ({ kind: 'literal', text, range });
const fileOf = (name: string): ValueModel => ({
  ...{ kind: 'file', name, default: null, prefix: null, secret: false, range, place: 'gateway.yaml:1' },
});

describe('tokens', () => {
  test.each([
    ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
    ...['ES256', 'ES384', 'ES512', 'EdDSA'],
  ])('%s, where it is the first that is taken', async (algorithm) => {
    const { documents, sign } = await makeIssuers([issuer('https://a.example', { algorithms: [algorithm] })]);
    const token = await sign({ issuer: 'https://a.example', claims: { sub: 'ann' } }, now);
    expect(decodeProtectedHeader(token).alg).toBe(algorithm);
    const { payload } = await jwtVerify(token, keysIn(documents.get('https://a.example/jwks')), {
      ...{ algorithms: [algorithm], audience: 'gateway', issuer: 'https://a.example' },
      currentDate: new Date(now),
    });
    const iat = now / 1000;
    expect(payload).toEqual({ iss: 'https://a.example', aud: 'gateway', sub: 'ann', iat, exp: iat + 300 });
  });

  test('ES256 rather than what stands before it; claims of the test over all others', async () => {
    const { sign } = await makeIssuers([issuer('https://a.example')]);
    const token = await sign({ issuer: 'https://a.example', claims: { aud: ['x'], exp: 5 } }, now);
    expect(decodeProtectedHeader(token).alg).toBe('ES256');
    const payload = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as object;
    expect(payload).toEqual({ iss: 'https://a.example', aud: ['x'], iat: now / 1000, exp: 5 });
  });

  test('the same in one second, another in the next', async () => {
    const { sign } = await makeIssuers([issuer('https://a.example')]);
    const at = (ms: number) => sign({ issuer: 'https://a.example', claims: {} }, now + ms);
    expect(await at(999)).toBe(await at(0));
    expect(await at(1000)).not.toBe(await at(0));
  });
});

test('keys where the gateway looks for them: where the issuer says, at a URL, in a file; together where they share it', async () => {
  const { documents, files } = await makeIssuers([
    issuer('https://a.example/tenant/'),
    issuer('https://b.example', { jwks: literal('https://keys.example/all.json') }),
    issuer('https://c.example', { jwks: literal('https://keys.example/all.json') }),
    issuer('https://d.example', { jwks: fileOf('keys.json') }),
  ]);
  const about = JSON.parse(documents.get('https://a.example/tenant/.well-known/openid-configuration')!);
  expect(about).toEqual({ issuer: 'https://a.example/tenant/', jwks_uri: 'https://a.example/tenant/jwks' });
  const kids = (text: string | undefined) =>
    (JSON.parse(text!) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
  expect(kids(documents.get('https://a.example/tenant/jwks'))).toEqual([
    'ES256 of https://a.example/tenant/',
  ]);
  expect(kids(documents.get('https://keys.example/all.json'))).toEqual([
    'ES256 of https://b.example',
    'ES256 of https://c.example',
  ]);
  expect(kids(files.get('keys.json'))).toEqual(['ES256 of https://d.example']);
  expect(files.get('keys.json')).not.toContain('"d":');
});
