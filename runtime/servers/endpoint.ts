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
  { name: server, place, transport }: ServerPlan,
  { value, gateway }: BackendContext,
): Endpoint {
  const { url: given, hosts, credentials } = transport as HttpTransportPlan;
  const text = value(given);
  const url = URL.canParse(text) ? new URL(text) : null;
  const fields = ['user-agent', `mcpgw/${gateway.version}`];
  const problems = [urlProblem(url, typeof given === 'string' ? [] : hosts)];
  for (const [name, late] of Object.entries(credentials)) {
    const field = [name.toLowerCase(), value(late)] as const;
    fields.push(...field);
    problems.push(fieldProblem(...field));
  }
  const told = problems.filter((problem) => problem !== null);
  if (url === null || told.length > 0)
    throw new StartError(told.map((problem) => `server ${server} (${place}): ${problem}`));
  return { origin: url.origin, path: url.pathname + url.search, fields };
}

function urlProblem(url: URL | null, hosts: readonly string[]): string | null {
  if (url === null) return 'its URL cannot be read; expected something like https://host/mcp';
  if (!/^https?:$/.test(url.protocol)) return 'its URL must begin with http:// or https://';
  if (url.username + url.password !== '')
    return 'its URL holds a user name or password; use credentials.header';
  if (hosts.length > 0 && !hosts.includes(url.hostname) && !hosts.includes(url.host))
    return `its URL names the host ${url.host}, which is not among its hosts: ${hosts.join(', ')}`;
  return null;
}

/** Fields that say what the message is, or how it travels: not a setting's to give. */
const RESERVED =
  /^(host|connection|content-length|content-type|transfer-encoding|te|trailer|upgrade|expect|keep-alive|accept|accept-encoding|user-agent|last-event-id|mcp-.*)$/;

function fieldProblem(name: string, value: string): string | null {
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) return `"${name}" is no name of a header field`;
  const field = `the header field ${name}`;
  if (RESERVED.test(name)) return `${field} is the gateway's own`;
  if (value === '') return `${field} is empty`;
  return /[^\t\x20-\x7e]/.test(value) ? `${field} has characters that no header may hold` : null;
}
