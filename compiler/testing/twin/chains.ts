// Chains that tell which of their links gave an answer.
import type { CatalogItem } from '../../../runtime/contract/catalog.ts';
import type { Backend, BackendSink } from '../../../runtime/contract/server.ts';
import type { Stages } from '../../../runtime/contract/stages.ts';
import type { RoutingContext } from '../../../runtime/contract/ways.ts';

type Failover = NonNullable<Stages['failover']>;

/** @param serves told of each answer that a chain gives: the chain, and which link, from 0 */
export function watchedChains(failover: Failover, serves: (chain: string, at: number) => void): Failover {
  return (context) => ({
    chain(name, tool) {
      let last = -1;
      const find = watchedFind(name, tool, context, (at) => {
        last = at;
      });
      const call = failover({ ...context, find }).chain(name, tool);
      return (asked, sink) =>
        call(
          asked,
          heard(sink, () => void (last >= 0 && serves(name, last))),
        );
    },
  });
}

/** @param answered told which link answers, whether or not the chain goes on after it */
function watchedFind(
  chain: string,
  tool: string,
  { plan, find }: RoutingContext,
  answered: (at: number) => void,
): RoutingContext['find'] {
  const names = plan.failover![chain]!.links.map((link) => plan.catalog.name(link.server, link.tool ?? tool));
  return (name) => {
    const watched = (item: CatalogItem | undefined): CatalogItem | undefined =>
      item && watchedItem(item, () => answered(names.indexOf(name)));
    const found = find(name);
    return found instanceof Promise ? found.then(watched) : watched(found);
  };
}

function watchedItem(item: CatalogItem, answered: () => void): CatalogItem {
  const call: Backend['call'] = (asked, sink) => item.backend.call(asked, heard(sink, answered));
  return { ...item, backend: { ...item.backend, call } };
}

/** The sink, of whose answer somebody else hears first. */
function heard(sink: BackendSink, answered: () => void): BackendSink {
  return {
    notification: (message) => sink.notification(message),
    ...(sink.asked && { asked: (ask, respond) => sink.asked!(ask, respond) }),
    failed: (failure) => sink.failed(failure),
    answer(message) {
      answered();
      sink.answer(message);
    },
  };
}
