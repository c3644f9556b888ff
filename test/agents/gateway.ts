// An emitted gateway in front of the reference server, with an issuer of its own.
import { META } from '../hosts/suite/clients.ts';
import { emit, serve, until } from '../hosts/suite/emitted.ts';
import { startReference } from '../hosts/suite/reference.ts';
import { AUDIENCE, startIssuer } from './issuer.ts';

export interface TokenGateway {
  readonly url: string;
  /** A token that holds for so many seconds. */
  token(seconds: number, claims?: object): Promise<string>;
  /** Fields of every request with that token. */
  fields(bearer: string): Record<string, string>;
  /** A request of a client of 2026-07-28. */
  post(bearer: string, method: string, params?: object): Promise<Response>;
  stop(): Promise<void>;
}

/** @param more keys of the gateway file, `says` what its issuer says of agents beside `agent: claims.sub` */
export async function startTokenGateway(more = '', says = ''): Promise<TokenGateway> {
  const [issuer, backend] = await Promise.all([startIssuer(), startReference('legacy')]);
  const emitted = await emit(`version: 1
name: tokens
issuers:
  - { issuer: "${issuer.issuer}", audience: "${AUDIENCE}", agent: claims.sub${says} }
servers:
  one: { url: "${backend.url}" }
access:
  - { name: everything, allow: { tools: "*" } }
${more}`);
  const { url, stop } = await serve(emitted);
  const fields = (bearer: string): Record<string, string> => ({
    authorization: `Bearer ${bearer}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  });
  const gateway: TokenGateway = {
    url,
    fields,
    token(seconds, claims = {}) {
      const now = Math.floor(Date.now() / 1000);
      return issuer.token({ iat: now - 300, exp: now + seconds, ...claims });
    },
    post(bearer, method, params = {}) {
      const { name } = params as { readonly name?: string };
      const more = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method };
      return fetch(url, {
        method: 'POST',
        headers: { ...fields(bearer), ...more, ...(name === undefined ? {} : { 'mcp-name': name }) },
        body: JSON.stringify({ jsonrpc: '2.0', id: 7, method, params: { ...params, _meta: META } }),
      });
    },
    async stop() {
      await stop();
      emitted.remove();
      backend.stop();
      await issuer.close();
    },
  };
  const seer = await gateway.token(300);
  await until(async () => (await (await gateway.post(seer, 'tools/list')).text()).includes('one__test'));
  return gateway;
}
