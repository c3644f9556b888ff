// Connections to a server killed again and again under calls in flight: what ran how often, and what clients were told.
import { setTimeout as sleep } from 'node:timers/promises';
import { startBackend, startWire, tool, type WireFault } from '../backends/index.ts';
import type { Host } from '../hosts/hosts.ts';
import { call } from '../hosts/suite/clients.ts';
import { gatewayOf } from '../hosts/suite/config.ts';
import { emit, serve, until } from '../hosts/suite/emitted.ts';

export interface Kills {
  readonly kills: number;
  readonly calls: number;
  /** Calls of what may not run twice that ran more than once. */
  readonly twice: number;
  /** Of these, calls that were told not to have run, or to have run, and did otherwise. */
  readonly untrue: number;
  /** Of these, calls that ended in an error. */
  readonly errors: number;
  /** Calls of what may run twice that ended in an error, while the other link was up. */
  readonly lost: number;
}

const FAULTS: readonly WireFault[] = [
  { kind: 'down' },
  { kind: 'reset', after: 0, of: 'answer' },
  { kind: 'reset', after: 40, of: 'answer' },
  { kind: 'close', after: 0, of: 'answer' },
  { kind: 'close', after: 90, of: 'answer' },
  { kind: 'reset', after: 200, of: 'request' },
  {
    kind: 'garbage',
    text: 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\n\r\n???',
  },
];

const chainsOf = (careless: boolean): string => `
catalog: { add: { safe: { to: { failover: safe } }, careful: { to: { failover: careful } } } }
failover:
  safe: { chain: [{ server: a, tool: safe }, { server: b, tool: safe }], safe: true }
  careful: { chain: [{ server: a, tool: careful }, { server: b, tool: careful }], safe: ${careless} }
`;

/**
 * Runs `kills` kills of the first of two links under `inFlight` calls, half of which may run twice.
 *
 * @param careless a gateway that takes the other half for safe too, which must be noticed
 */
export async function runKills(
  host: Host,
  kills: number,
  inFlight: number,
  careless = false,
): Promise<Kills> {
  const tools = [tool('safe', { delayMs: 3 }), tool('careful', { delayMs: 3 })];
  const [a, b] = [await startBackend({ tools }), await startBackend({ tools })];
  const wire = await startWire(a.port);
  const servers = `  a: { url: "http://127.0.0.1:${wire.port}/mcp" }\n  b: { url: "${b.url}" }\n`;
  const emitted = await emit(gatewayOf(servers, chainsOf(careless), host));
  const gateway = await serve(emitted, {}, host);
  const told = new Map<number, boolean | null>();
  const seen = { calls: 0, errors: 0, lost: 0 };
  let next = 0;
  let over = false;

  async function client(name: 'safe' | 'careful'): Promise<void> {
    while (!over) {
      const id = ++next;
      const { status, error } = await call(gateway.url, 'writer', name, { id });
      seen.calls += 1;
      if (name === 'careful')
        told.set(id, status === 200 ? true : error!.data.begun === false ? false : null);
      if (status !== 200) seen[name === 'safe' ? 'lost' : 'errors'] += 1;
    }
  }

  try {
    const clients = Array.from({ length: inFlight }, (_, at) => client(at % 2 === 0 ? 'safe' : 'careful'));
    for (let at = 0; at < kills; at++) {
      // The first link is in use, or in use again: after a handshake that failed it has a second's rest.
      const before = a.ledger.length;
      await until(() => a.ledger.length >= before + inFlight);
      await wire.set(FAULTS[at % FAULTS.length]!);
      await sleep(2);
      await wire.set(null);
    }
    over = true;
    await Promise.all(clients);
  } finally {
    await gateway.stop();
    emitted.remove();
    for (const one of [wire, a, b]) await one.stop();
  }
  const ran = new Map<number, number>();
  for (const { tool: name, args } of [...a.ledger, ...b.ledger]) {
    const { id } = JSON.parse(args!) as { id: number };
    if (name === 'careful') ran.set(id, (ran.get(id) ?? 0) + 1);
  }
  const twice = [...ran.values()].filter((count) => count > 1).length;
  const untrue = [...told].filter(([id, did]) => did !== null && did !== ran.has(id)).length;
  return { kills, ...seen, twice, untrue };
}
