// What a target is: a host that a bundle is written for, and what of the runtime serves there.
import type { Need } from '../../emit/builder.ts';
import type { Code } from '../../emit/code.ts';
import type { CapabilityNeed, HostName } from '../../emit/generated.ts';

/** A part of the host: in the bundle only where something calls over HTTP, or starts processes. */
export interface Client {
  /** What it gives, and how the host's parts name it. */
  readonly key: 'http' | 'spawn';
  /** Its module, relative to `runtime/`, and its export. */
  readonly need: Need;
}

interface Common {
  readonly name: HostName;
  /** What the bundler may take for granted, as esbuild names it; none: what the standard has. */
  readonly engines: readonly string[];
  /** What the host offers. What a gateway needs beyond it is refused. */
  readonly offers: readonly CapabilityNeed['name'][];
  readonly clients: readonly Client[];
  /** Slots of stages that there can be none of. */
  readonly lacks?: readonly string[];
}

/** A host where the bundle is a program that listens. */
export interface ProgramTarget extends Common {
  readonly kind: 'program';
  /** An expression that is true there and on no other host; null where nothing else is left. */
  readonly here: Code | null;
  /** Serves a front: `serve(front, listen, log)`. */
  readonly serve: Need;
}

/** A host that calls the bundle: its default export is what `worker` makes of the gateway. */
export interface HandlerTarget extends Common {
  readonly kind: 'handler';
  readonly worker: Need;
}

export type Target = ProgramTarget | HandlerTarget;
