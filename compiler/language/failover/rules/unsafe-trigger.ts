// A trigger after which the call may have run, in a chain where no such call is ever sent on.
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../../servers/model.ts';
import type { ChainModel, FailoverModel, LinkModel } from '../model.ts';

export const unsafeTrigger: Rule<{ readonly failover: FailoverModel; readonly servers: ServersModel }> = {
  name: 'failover/unsafe-trigger',
  severity: 'warning',
  check({ failover, servers }, report) {
    for (const chain of failover.chains.values()) {
      if (chain.safe || !chain.written || chain.links.length < 2) continue;
      if (isReadAnywhere(chain, servers)) continue;
      for (const { kind, word } of chain.on) {
        if (kind === 'unreachable') continue;
        report(word.range, {
          message: `${kind === 'result' ? 'This condition' : `“${word.text}”`} leads to no other link: by then the call may have run.`,
          why: 'A call that may have run is sent on only where the chain is `safe`, or the lock knows both tools as only reading.',
          help: 'Add `safe: true` if a second run, elsewhere, does no harm; else remove the trigger.',
        });
      }
    }
  },
};

/** Are there a link, and a later one, of which it was reviewed that they only read? */
function isReadAnywhere({ links }: ChainModel, { servers }: ServersModel): boolean {
  const reads = ({ server, tool }: LinkModel): boolean =>
    (servers.get(server.text)?.reviewed ?? []).some(
      (one) => one.readOnly && (tool === null || tool.text === one.tool),
    );
  return links.filter(reads).length > 1;
}
