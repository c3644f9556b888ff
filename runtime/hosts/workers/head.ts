// The head of a request, as a Worker gets it.
import type { RequestHead } from '../../contract/http.ts';

/** What the host itself says of a request: Cloudflare's edge much, workerd alone the address of the other end. */
interface Given {
  readonly cf?: { readonly clientIp?: string };
}

/** Fields of one name come joined: what may stand once is then no single value any more, and is refused as such. */
export function headOf(request: Request): RequestHead {
  const { host, pathname, search } = new URL(request.url);
  const fields: string[] = [];
  for (const [name, value] of request.headers) fields.push(name, value);
  // Another Worker that calls this one names it by the URL alone.
  if (!request.headers.has('host')) fields.push('host', host);
  return { method: request.method, target: pathname + search, fields, peer: peerOf(request) };
}

/** The caller's address; empty where only the caller names one. */
function peerOf(request: Request & Given): string {
  const { cf } = request;
  if (cf?.clientIp !== undefined) return cf.clientIp.replace(/:[0-9]+$/, '').replace(/^\[|\]$/g, '');
  return cf === undefined ? '' : (request.headers.get('cf-connecting-ip') ?? '');
}
