// Links that together take longer than somebody waits: the client, or the chain itself.
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../../servers/model.ts';
import type { ChainModel, FailoverModel } from '../model.ts';
import { CLIENT_MS } from '../model.ts';

export const timeouts: Rule<{ readonly failover: FailoverModel; readonly servers: ServersModel }> = {
  name: 'failover/timeouts',
  severity: 'warning',
  check({ failover, servers: { servers } }, report) {
    for (const chain of failover.chains.values()) {
      if (chain.timeoutMs > CLIENT_MS) {
        report(chain.timeoutRange, {
          message: `The chain takes up to ${seconds(chain.timeoutMs)}, and clients of the official SDKs wait ${seconds(CLIENT_MS)}.`,
          why: 'After that nobody is there any more to take the answer, and what still runs is run for nothing.',
          help: `Write a minute or less, and give its servers a shorter \`timeout:\`.`,
        });
      }
      const late = lateLink(chain, servers);
      if (late === null) continue;
      report(late.link.range, {
        message: `No time is left for this link where those before it time out: they take ${seconds(late.before)} of ${seconds(chain.timeoutMs)}.`,
        why: 'All links of a chain share one deadline.',
        help: 'Give the servers before it a shorter `timeout:`, or the chain a longer one.',
      });
    }
  },
};

/** The first link that comes too late once all before it were waited for. */
function lateLink({ links, on, timeoutMs }: ChainModel, servers: ServersModel['servers']) {
  if (!on.some(({ kind }) => kind === 'timeout')) return null;
  if (!links.every(({ server }) => servers.has(server.text))) return null;
  let before = 0;
  for (const link of links) {
    if (before >= timeoutMs) return { link, before };
    before += servers.get(link.server.text)!.timeoutMs;
  }
  return null;
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(3))} s`;
}
