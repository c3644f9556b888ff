// Servers that are processes, kept from one gateway to the next: a policy may change without its servers starting anew.

import type { Backend } from '../../contract/server.ts';
import type { Shared } from '../../contract/shared.ts';

interface Kept {
  readonly backend: Backend;
  /** Who takes it now, and what each wants to be told. */
  readonly takers: Map<symbol, (() => void)[]>;
}

/** Keeps backends by what they were made of, each as long as somebody has it. */
export function createKeeper(): Shared['keep'] {
  const all = new Map<string, Kept>();
  return (_name, made, make) => {
    const kept = all.get(made) ?? keep(make());
    all.set(made, kept);
    const taker = Symbol();
    const listeners: (() => void)[] = [];
    kept.takers.set(taker, listeners);
    return {
      ...kept.backend,
      onChanged: (changed) => void listeners.push(changed),
      async close() {
        if (!kept.takers.delete(taker) || kept.takers.size > 0) return;
        all.delete(made);
        await kept.backend.close();
      },
    };
  };
}

function keep(backend: Backend): Kept {
  const takers: Kept['takers'] = new Map();
  backend.onChanged(() => {
    for (const changed of [...takers.values()].flat()) changed();
  });
  return { backend, takers };
}
