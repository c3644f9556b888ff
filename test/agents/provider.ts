// A certified OpenID provider from npm on loopback, for clients that sign in by themselves.
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createListener } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';

/** What of the package is used; it has no types of its own. */
interface Provider {
  callback(): (request: unknown, response: unknown) => void;
}
type Providers = new (issuer: string, options: object) => Provider;

export interface SignIn {
  readonly issuer: string;
  close(): Promise<void>;
}

export const CLIENT_SECRET = 'a secret of the client, as long as it has to be';

/**
 * Starts one that gives its clients JWTs for whatever resource they name (RFC 8707, RFC 9068).
 *
 * @param clients claims that the tokens of each client have beside the usual ones, by its id
 * @param scopes that a client may ask for, with blanks between them
 */
export async function startProvider(
  clients: Readonly<Record<string, object>>,
  scopes: string,
): Promise<SignIn> {
  const server = createServer((request, response) => provider.callback()(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { default: OidcProvider } = (await import('oidc-provider' as string)) as {
    readonly default: Providers;
  };
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const provider = new OidcProvider(issuer, {
    clients: Object.keys(clients).map((client_id) => ({
      client_id,
      client_secret: CLIENT_SECRET,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'first', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['not used here'] },
    extraTokenClaims: (_: unknown, { clientId }: { readonly clientId: string }) => clients[clientId],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_: unknown, audience: string) => ({
          scope: scopes,
          audience,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  });
  return {
    issuer,
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}

/** Tokens are for a URL, which has to be known before anything is there. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createListener().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { readonly port: number };
      server.close(() => resolve(port));
    });
  });
}
