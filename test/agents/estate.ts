// An emitted gateway over one server, whose agents sign in at a certified provider from npm.
import { type BackendOptions, startBackend } from '../backends/index.ts';
import { NODE } from '../hosts/hosts.ts';
import { addressesOf, webServers } from '../hosts/suite/config.ts';
import { emit, type Serving, serve } from '../hosts/suite/emitted.ts';
import { CLIENT_SECRET, freePort, startProvider } from './provider.ts';

export interface Estate {
  readonly gateway: Serving;
  /** With which a client of the provider signs in. */
  credentials(clientId: string): {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly expectedIssuer: string;
  };
  end(): Promise<void>;
}

/**
 * @param clients claims that the tokens of each client have beside the usual ones, by its id
 * @param policy the rest of the gateway file: who of them may do what at the server `crm`
 * @param issuer what more stands of the issuer, in braces of its own
 */
export async function startEstate(
  clients: Readonly<Record<string, object>>,
  {
    tools,
    policy,
    issuer = '',
  }: Required<Pick<BackendOptions, 'tools'>> & { readonly policy: string; readonly issuer?: string },
): Promise<Estate> {
  const provider = await startProvider(clients, 'crm.read crm.write');
  const backend = await startBackend({ eras: ['modern', 'legacy'], tools });
  const port = await freePort();
  const emitted = await emit(`version: 1
name: signin
issuers: [{ issuer: ${provider.issuer}, audience: "http://127.0.0.1:${port}/mcp", agent: claims.client_id${issuer} }]
servers:
${webServers(['crm'])}${policy}`);
  const gateway = await serve(emitted, addressesOf({ crm: backend }), NODE, ['--port', String(port)]);
  return {
    gateway,
    credentials: (clientId) => ({
      clientId,
      clientSecret: CLIENT_SECRET,
      expectedIssuer: provider.issuer,
    }),
    async end() {
      await gateway.stop();
      emitted.remove();
      await Promise.all([provider.close(), backend.stop()]);
    },
  };
}
