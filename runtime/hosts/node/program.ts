// A bundle as a program: what the entry picks of its host goes with it to the process that takes it over.
import type { HttpClient, Spawn } from '../../contract/environment.ts';
import type { Bundle } from '../../contract/gateway.ts';
import type { Front } from '../../contract/http.ts';
import type { Listen, Serving } from './serve.ts';

/** The parts of a host that the entry picks: how it serves, and what only some gateways' servers need. */
export interface HostParts {
  /** Listens and serves; throws the system's error when it cannot. `log` takes what went wrong inside. */
  readonly serve: (front: Front, listen: Listen, log: (line: string) => void) => Promise<Serving>;
  readonly http?: () => HttpClient;
  readonly spawn?: Spawn;
}

/** What the entry of a bundle for such hosts exports. */
export interface Program extends Bundle {
  readonly parts: HostParts;
}
