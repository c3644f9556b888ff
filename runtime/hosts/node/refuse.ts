// What never becomes a request: a head the parser refuses or waits too long for, upgrades, tunnels, unknown expectations.
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Front, Sender } from '../../contract/http.ts';
import { concat } from '../../protocol/bytes.ts';
import { headOf, peerOf } from './head.ts';

/** A socket as node:http leaves it while an answer is on its way. */
interface BusySocket extends Duplex {
  readonly remoteAddress?: string | undefined;
  /** The answer that is due, or under way. */
  readonly _httpMessage?: ServerResponse | null;
  destroySoon(): void;
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
  const refuse = (socket: Duplex, status: number, from: Sender, reason?: string): void => {
    const { fields, body } = front.refuse(status, from, reason);
    const bytes = concat(body);
    let head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: ${bytes.length}\r\n`;
    for (let i = 0; i < fields.length; i += 2) head += `${fields[i]}: ${fields[i + 1]}\r\n`;
    socket.on('error', () => {});
    socket.write(`${head}\r\n`, 'latin1');
    socket.end(bytes, () => socket.destroy());
  };
  const turnAway =
    (status: number) =>
    (request: IncomingMessage): void =>
      refuse(request.socket, status, headOf(request));
  server.on('clientError', ({ code = '' }: NodeJS.ErrnoException, socket: BusySocket) => {
    const status = STATUS[code] ?? 400;
    const due = socket._httpMessage;
    // It is answered already, by the front.
    if (due?.writableEnded) socket.destroySoon();
    // Nobody reads an answer, or another answer has begun: words in between would be taken for its body.
    else if (status === LEFT || !socket.writable || due?.headersSent) socket.destroy();
    else refuse(socket, status, { peer: peerOf(socket), fields: due?.req.rawHeaders ?? [] }, code);
  });
  server.on('checkExpectation', turnAway(417));
  server.on('upgrade', turnAway(400));
  server.on('connect', turnAway(405));
}
