// What never becomes a request: a head the parser refuses or waits too long for, upgrades, tunnels, unknown expectations.
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Answer, Front } from '../../contract/http.ts';
import { nodeExchange, sendAnswer } from './exchange.ts';

/** A socket as node:http leaves it while an answer is on its way. */
interface BusySocket extends Duplex {
  readonly remoteAddress?: string | undefined;
  readonly _httpMessage?: { readonly headersSent: boolean } | null;
}

/** The client has gone, in the middle of a request or between two. */
const LEFT: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'HPE_INVALID_EOF_STATE']);

/** Has `server` refuse, in the front's words, what is no request. */
export function refuseConnections(server: Server, front: Front<unknown>): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: BusySocket) => {
    // Nobody reads an answer, or another answer has begun: words in between would be taken for its body.
    if (LEFT.has(error.code ?? '') || !socket.writable || socket._httpMessage?.headersSent === true) {
      socket.destroy();
      return;
    }
    const [status, reason] = parserRefusal(error.code);
    endSocket(socket, front.refuse(status, reason, peerOf(socket)));
  });
  server.on('checkExpectation', (request, response) => {
    sendAnswer(
      nodeExchange(response, () => false),
      front.refuse(417, 'Only Expect: 100-continue is known here.', peerOf(request.socket)),
    );
  });
  server.on('upgrade', (_request: IncomingMessage, socket: BusySocket) => {
    endSocket(socket, front.refuse(400, 'This connection cannot be upgraded.', peerOf(socket)));
  });
  server.on('connect', (_request: IncomingMessage, socket: BusySocket) => {
    endSocket(socket, front.refuse(405, 'There is no proxy here.', peerOf(socket)));
  });
}

/** The address at a socket's other end; an IPv4 address in its own spelling. */
export function peerOf({ remoteAddress = '' }: { readonly remoteAddress?: string | undefined }): string {
  return remoteAddress.startsWith('::ffff:') ? remoteAddress.slice(7) : remoteAddress;
}

function parserRefusal(code: string | undefined): readonly [number, string] {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return [431, 'The header fields are too large.'];
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return [408, 'The request came too slowly.'];
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return [413, 'The chunk extensions are too large.'];
    default:
      return [400, 'The request is malformed.'];
  }
}

/** Writes a whole answer on a bare socket and ends it. */
function endSocket(socket: Duplex, answer: Answer): void {
  const body = bytesOf(answer.body);
  const lines = [`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`];
  for (let i = 0; i < answer.fields.length; i += 2)
    lines.push(`${answer.fields[i]}: ${answer.fields[i + 1]}`);
  lines.push(`content-length: ${body.length}`, '', '');
  socket.on('error', () => {});
  socket.end(Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), body]), () => socket.destroy());
}

function bytesOf(body: Answer['body']): Uint8Array {
  if (typeof body === 'string') return Buffer.from(body);
  return body instanceof Uint8Array ? body : Buffer.concat(body);
}
