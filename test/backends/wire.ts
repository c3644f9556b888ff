// A TCP proxy between a gateway and a server that does to connections what networks and dying machines do.
import { createServer, connect as dial, type Server, type Socket } from 'node:net';

/**
 * What happens to connections. `after` counts bytes of one connection in the direction named by `of`
 * (`answer` where none is named): so many pass, then it happens.
 */
export type WireFault =
  /** RST to both sides. */
  | { readonly kind: 'reset'; readonly after: number; readonly of?: Direction }
  /** FIN to both sides: what passed is cut off there. */
  | { readonly kind: 'close'; readonly after: number; readonly of?: Direction }
  /** Nothing passes any more, and nobody is told. */
  | { readonly kind: 'stall'; readonly after: number; readonly of?: Direction }
  /** The answer comes in pieces of `bytes` bytes, `everyMs` milliseconds apart. */
  | { readonly kind: 'slow'; readonly bytes: number; readonly everyMs: number }
  /** The server never sees the request: it is answered with this, and the connection is closed. */
  | { readonly kind: 'garbage'; readonly text: string }
  /** Accepted, read, and never heard of again: the other machine has lost its power. */
  | { readonly kind: 'half-open' }
  /** Nobody listens on the port: connections are refused. Those that are open are reset. */
  | { readonly kind: 'down' };

type Direction = 'request' | 'answer';

export interface Wire {
  /** The port to call instead of the server's. It stays the same while the wire is down and after. */
  readonly port: number;
  /** Connections accepted so far. */
  readonly accepted: number;
  /** From now on this happens, to open connections too; `null` lets everything pass. */
  set(fault: WireFault | null): Promise<void>;
  stop(): Promise<void>;
}

/** Listens on loopback before the server on `target`, a port. */
export async function startWire(target: number): Promise<Wire> {
  const pairs = new Set<Pair>();
  let fault: WireFault | null = null;
  let accepted = 0;
  const accept = (client: Socket): void => {
    accepted += 1;
    const pair = new Pair(client, target, () => fault);
    pairs.add(pair);
    client.once('close', () => pairs.delete(pair));
  };
  let server: Server | null = await listen(0, accept);
  const { port } = server.address() as { port: number };
  const goDown = async (): Promise<void> => {
    const closed = server === null ? null : new Promise((done) => server!.close(done));
    for (const pair of pairs) pair.reset();
    await closed;
    server = null;
  };
  return {
    port,
    get accepted() {
      return accepted;
    },
    async set(next) {
      fault = next;
      if (next?.kind === 'down') return goDown();
      server ??= await listen(port, accept);
    },
    stop: goDown,
  };
}

function listen(port: number, accept: (client: Socket) => void): Promise<Server> {
  const server = createServer({ noDelay: true }, accept);
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => done(server));
  });
}

/** One connection of a client, and the one to the server that belongs to it. */
class Pair {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #fault: () => WireFault | null;
  readonly #passed: Record<Direction, number> = { request: 0, answer: 0 };

  constructor(client: Socket, target: number, fault: () => WireFault | null) {
    this.#client = client;
    this.#server = dial({ port: target, host: '127.0.0.1', noDelay: true });
    this.#fault = fault;
    client.on('data', (chunk) => this.#flow('request', chunk));
    this.#server.on('data', (chunk) => this.#flow('answer', chunk));
    client.on('error', () => this.#server.destroy()).on('close', () => this.#server.destroy());
    this.#server.on('error', () => client.resetAndDestroy());
    this.#server.on('end', () => this.#silent() || client.end());
  }

  reset(): void {
    this.#client.resetAndDestroy();
    this.#server.resetAndDestroy();
  }

  #flow(direction: Direction, chunk: Buffer): void {
    const fault = this.#fault();
    const to = direction === 'request' ? this.#server : this.#client;
    if (fault?.kind === 'garbage') return void this.#client.end(fault.text);
    if (fault?.kind === 'half-open') return;
    if (fault?.kind === 'slow' && direction === 'answer')
      return this.#drip(chunk, fault.bytes, fault.everyMs);
    const left = leftOf(fault, direction, this.#passed[direction]);
    const passing = chunk.subarray(0, left);
    this.#passed[direction] += passing.length;
    if (passing.length > 0) to.write(passing);
    if (left < chunk.length || left === 0) this.#happen(fault!);
  }

  #happen({ kind }: WireFault): void {
    if (kind === 'stall') return;
    if (kind === 'reset') return this.reset();
    this.#client.end();
    this.#server.end();
  }

  #drip(chunk: Buffer, bytes: number, everyMs: number): void {
    this.#server.pause();
    const next = (at: number): void => {
      if (this.#client.destroyed) return;
      if (at >= chunk.length) return void this.#server.resume();
      this.#client.write(chunk.subarray(at, at + bytes));
      setTimeout(() => next(at + bytes), everyMs);
    };
    next(0);
  }

  /** True while the client is not to learn that the server is gone. */
  #silent(): boolean {
    const kind = this.#fault()?.kind;
    return kind === 'stall' || kind === 'half-open';
  }
}

/** How many bytes may still pass before the fault happens. */
function leftOf(fault: WireFault | null, direction: Direction, passed: number): number {
  if (fault === null || !('after' in fault) || (fault.of ?? 'answer') !== direction)
    return Number.POSITIVE_INFINITY;
  return Math.max(0, fault.after - passed);
}
