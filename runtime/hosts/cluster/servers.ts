// Servers that are processes: the primary keeps one of each, whatever the number of workers. Two would not agree on what they hold.
import type { Backend } from '../../contract/server.ts';
import type { Shared } from '../../contract/shared.ts';
import { createKeeper } from '../live/keeper.ts';
import type { Down, KeptServer } from './messages.ts';

export interface Servers {
  readonly keep: Shared['keep'];
  /** The running one that was made of the same; else the one of that name. */
  find(server: KeptServer): Backend | undefined;
  status(): Extract<Down, { down: 'status' }>;
}

/** `changed` runs when the tools of one changed. */
export function createServers(changed: (made: string) => void): Servers {
  const keep = createKeeper();
  const taken: (KeptServer & { readonly backend: Backend })[] = [];
  return {
    keep(name, made, make) {
      const backend = keep(name, made, make);
      backend.onChanged(() => changed(made));
      const entry = { name, made, backend };
      taken.push(entry);
      return {
        ...backend,
        async close() {
          taken.splice(taken.indexOf(entry), 1);
          await backend.close();
        },
      };
    },
    find: ({ name, made }) =>
      (taken.findLast((one) => one.made === made) ?? taken.findLast((one) => one.name === name))?.backend,
    status: () => ({
      down: 'status',
      servers: taken.map(({ name, made, backend }) => ({ name, made, status: backend.status() })),
    }),
  };
}
