// What never becomes a request: a head the parser refuses or waits too long for, upgrades, tunnels, unknown expectations.
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Front } from '../../contract/http.ts';
import { concat } from '../../protocol/bytes.ts';

/** A socket as node:http leaves it while an answer is on its way. */
interface BusySocket extends Duplex {
  readonly remoteAddress?: string | undefined;
  readonly _httpMessage?: { readonly headersSent: boolean } | null;
}

/** What the parser's errors mean; any other is 400. `LEFT`: the client has gone, in a request or between two. */
const LEFT = 0;
const STATUS: Readonly<Record<string, number>> = {
  ECONNRESET: LEFT,
  HPE_INVALID_EOF_STATE: LEFT,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/** Has `server` refuse, in the front's words, what is no request. */
export function refuseConnections(server: Server, front: Front<unknown>): void {
  /** Writes a whole answer on a bare socket and ends it. */
  const refuse = (socket: BusySocket, status: number, reason?: string): void => {
    const { fields, body } = front.refuse(status, peerOf(socket), reason);
    const bytes = concat(body);
    let head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: ${bytes.length}\r\n`;
    for (let i = 0; i < fields.length; i += 2) head += `${fields[i]}: ${fields[i + 1]}\r\n`;
    socket.on('error', () => {});
    socket.write(`${head}\r\n`, 'latin1');
    socket.end(bytes, () => socket.destroy());
  };
  const turnAway =
    (status: number) =>
    ({ socket }: IncomingMessage): void =>
      refuse(socket, status);
  server.on('clientError', ({ code = '' }: NodeJS.ErrnoException, socket: BusySocket) => {
    const status = STATUS[code] ?? 400;
    // Nobody reads an answer, or another answer has begun: words in between would be taken for its body.
    const mute = status === LEFT || !socket.writable || socket._httpMessage?.headersSent === true;
    if (mute) socket.destroy();
    else refuse(socket, status, code);
  });
  server.on('checkExpectation', turnAway(417));
  server.on('upgrade', turnAway(400));
  server.on('connect', turnAway(405));
}

/** The address at a socket's other end; an IPv4 address in its own spelling. */
export function peerOf({ remoteAddress = '' }: { readonly remoteAddress?: string | undefined }): string {
  return remoteAddress.startsWith('::ffff:') ? remoteAddress.slice(7) : remoteAddress;
}
