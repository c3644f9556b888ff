// An identity provider on loopback: real keys, real documents over real HTTP, and tokens as good or as bad as a test wants them.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

/** A key pair, its public half as issuers publish it. */
export async function makeKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const pair = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(pair.publicKey)), kid, alg, use: 'sig' };
  return { kid, alg, ...pair, jwk };
}

export const AUDIENCE = 'https://mcp.acme.test/mcp';
/** 2026-11-30T12:00:00Z in seconds. */
export const NOW_S = 1_796_040_000;

export interface IssuerServer {
  /** The claim `iss`. */
  readonly issuer: string;
  /** What was asked for, in order. */
  readonly asked: string[];
  /** Keys that it publishes now. */
  keys: readonly SigningKey[];
  /** Answers instead of what it usually does; undefined: as usual. */
  instead: (request: IncomingMessage, response: ServerResponse) => unknown;
  /** A token signed by `key`, or the first one, with claims over the usual ones. */
  token(claims?: Readonly<Record<string, unknown>>, key?: SigningKey, header?: object): Promise<string>;
  close(): Promise<void>;
}

/** Starts one. @param path of the issuer behind its host */
export async function startIssuer(path = ''): Promise<IssuerServer> {
  const keys = [await makeKey('first')];
  const server = createServer((request, response) => {
    issuer.asked.push(request.url!);
    if (issuer.instead(request, response) !== undefined) return;
    const body = documents(issuer)[request.url!];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? {}));
  });
  const port = await listening(server);
  const issuer: IssuerServer = {
    issuer: `http://127.0.0.1:${port}${path}`,
    asked: [],
    keys,
    instead: () => undefined,
    token: (claims = {}, key = issuer.keys[0]!, header = {}) =>
      new SignJWT({
        ...{ iss: issuer.issuer, aud: AUDIENCE, sub: 'ann', iat: NOW_S, exp: NOW_S + 300 },
        ...claims,
      })
        .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
        .sign(key.privateKey),
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
  return issuer;
}

function documents({ issuer, keys }: IssuerServer): Readonly<Record<string, unknown>> {
  const { origin, pathname } = new URL(issuer);
  const about = { issuer, jwks_uri: `${origin}/jwks` };
  return {
    [`${pathname.replace(/\/$/, '')}/.well-known/openid-configuration`]: about,
    '/jwks': { keys: keys.map(({ jwk }) => jwk) },
  };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
