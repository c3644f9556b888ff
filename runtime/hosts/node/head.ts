// A request's head as the front reads it: names in lower case, the address of who sent it.
import type { IncomingMessage } from 'node:http';
import type { RequestHead } from '../../contract/http.ts';

/** The head of `request`, whose `rawHeaders` are put in lower case. */
export function headOf({ method = '', url = '', rawHeaders, socket }: IncomingMessage): RequestHead {
  for (let i = 0; i < rawHeaders.length; i += 2) rawHeaders[i] = rawHeaders[i]!.toLowerCase();
  return { method, target: url, fields: rawHeaders, peer: peerOf(socket) };
}

/** The address at a socket's other end; an IPv4 address in its own spelling. */
export function peerOf({ remoteAddress = '' }: { readonly remoteAddress?: string | undefined }): string {
  return remoteAddress.startsWith('::ffff:') ? remoteAddress.slice(7) : remoteAddress;
}
