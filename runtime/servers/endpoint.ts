// Where an HTTP server is and what is sent to it each time: settled once, at start.
import { StartError } from '../contract/gateway.ts';
import type { Fields } from '../contract/http.ts';
import type { HttpTransportPlan, ServerPlan } from '../contract/plan.ts';
import type { BackendContext } from '../contract/stages.ts';

export interface Endpoint {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  /** User agent and credentials: on every request, whatever its method. */
  readonly fields: Fields;
}

/**
 * Resolves a server's URL and credentials.
 *
 * @throws StartError naming every problem; values of credentials are never shown.
 */
export function resolveEndpoint(
  server: ServerPlan,
  transport: HttpTransportPlan,
  context: BackendContext,
): Endpoint {
  const problems: string[] = [];
  const url = readUrl(server, transport, context, problems);
  const fields = ['user-agent', `mcpgw/${context.gateway.version}`];
  for (const [name, value] of Object.entries(transport.credentials)) {
    const text = context.value(value);
    const problem = fieldProblem(name, text);
    if (problem === null) fields.push(name.toLowerCase(), text);
    else problems.push(`server ${server.name} (${server.place}): ${problem}`);
  }
  if (url === null || problems.length > 0) throw new StartError(problems);
  return { origin: url.origin, path: url.pathname + url.search, fields };
}

function readUrl(
  server: ServerPlan,
  { url, hosts }: HttpTransportPlan,
  context: BackendContext,
  problems: string[],
): URL | null {
  const text = context.value(url);
  const parsed = URL.canParse(text) ? new URL(text) : null;
  const problem = urlProblem(parsed, typeof url === 'string' ? [] : hosts);
  if (problem !== null) problems.push(`server ${server.name} (${server.place}): its URL ${problem}`);
  return problem === null ? parsed : null;
}

function urlProblem(url: URL | null, hosts: readonly string[]): string | null {
  if (url === null) return 'cannot be read; expected something like https://host/mcp';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'must begin with http:// or https://';
  if (url.username !== '' || url.password !== '')
    return 'holds a user name or password; use credentials.header';
  if (hosts.length > 0 && !hosts.includes(url.hostname) && !hosts.includes(url.host))
    return `names the host ${url.host}, which is not among its hosts: ${hosts.join(', ')}`;
  return null;
}

/** Fields that say what the message is, or how it travels: not a setting's to give. */
const RESERVED =
  /^(host|connection|content-length|content-type|transfer-encoding|te|trailer|upgrade|expect|keep-alive|accept|accept-encoding|user-agent|last-event-id|mcp-.*)$/;

function fieldProblem(name: string, value: string): string | null {
  const lower = name.toLowerCase();
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(lower)) return `"${name}" is no name of a header field`;
  if (RESERVED.test(lower)) return `the header field ${lower} is the gateway's own`;
  if (value === '') return `the header field ${lower} is empty`;
  if (/[^\t\x20-\x7e]/.test(value)) return `the header field ${lower} has characters that no header may hold`;
  return null;
}
