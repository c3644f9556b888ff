// How all workers are, as one.
import type { Readiness } from '../../contract/gateway.ts';
import type { BackendStatus } from '../../contract/server.ts';

const WORSE: readonly BackendStatus['state'][] = ['up', 'starting', 'down'];

/** Ready where all are: the next request may come to any. A server is what it is for the worker that is worst off. */
export function together(own: Readiness, others: readonly Readiness[]): Readiness {
  const all = [own, ...others];
  const servers = { ...own.servers };
  for (const [name, state] of others.flatMap((one) => Object.entries(one.servers))) {
    const known = servers[name];
    const worse =
      known === undefined || WORSE.indexOf(state.state) > WORSE.indexOf(known.state) ? state : known;
    servers[name] = { ...worse, stale: state.stale || known?.stale === true };
  }
  return {
    ...own,
    ready: all.every(({ ready }) => ready),
    draining: all.some(({ draining }) => draining),
    servers,
    breakers: own.breakers && Object.assign({}, ...all.map(({ breakers }) => breakers)),
  };
}
