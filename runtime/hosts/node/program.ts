// A bundle as a program: what the entry picks of its host goes with it to the process that takes it over.
import type { HttpClient, Spawn } from '../../contract/environment.ts';
import type { Bundle } from '../../contract/gateway.ts';
import type { Front } from '../../contract/http.ts';
import type { Options } from './options.ts';
import type { Listen, Serving } from './serve.ts';
import type { Shutdown } from './shutdown.ts';
import type { LineSink } from './sink.ts';

/** The parts of a host that the entry picks: how it serves, and what only some gateways' servers need. */
export interface HostParts {
  /** Listens and serves; throws the system's error when it cannot. `log` takes what went wrong inside. */
  readonly serve: (front: Front, listen: Listen, log: (line: string) => void) => Promise<Serving>;
  readonly http?: () => HttpClient;
  readonly spawn?: Spawn;
}

/** Serves a bundle until `shutdown`. Throws StartError or CannotListen before it serves. */
export type Serve = (
  bundle: Program,
  options: Options,
  sink: LineSink,
  shutdown: Shutdown,
) => void | Promise<void>;

/** One way to serve, and the line of `--help` that tells of it. */
export interface Way {
  readonly help: string;
  readonly serve: Serve;
}

/** What a bundle can do beside serving by one process what it is: in its file only where it was compiled with it. */
export interface Ways {
  /** Takes what its file newly holds. */
  readonly live?: Way;
  /** Serves by several processes, as the one that stands behind them or as one of them. */
  readonly workers?: Way;
}

/** What the entry of a bundle for such hosts exports. */
export interface Program extends Bundle {
  readonly parts: HostParts;
}
