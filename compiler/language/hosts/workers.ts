// Workers among the hosts: what rules about what they cannot do say of where they were asked for.
import type { Says } from '../room.ts';
import type { HostsModel } from './model.ts';

export interface WorkersAsked {
  /** The place in the file; nothing where the command line asked. */
  readonly asked: Pick<Says, 'related'>;
  /** The end of a sentence: how the gateway would not have to run on workers. */
  readonly otherwise: string;
}

/** Undefined where the bundle need not run on workers. */
export function workersIn(hosts: HostsModel): WorkersAsked | undefined {
  const workers = hosts.find(({ kind }) => kind === 'workers');
  if (workers === undefined) return undefined;
  if (!workers.written) return { asked: {}, otherwise: 'compile for another target' };
  return {
    asked: { related: [{ message: 'Asked for here.', range: workers.range }] },
    otherwise: 'take workers out of `hosts:`',
  };
}
