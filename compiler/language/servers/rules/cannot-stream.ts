// A server of the older HTTP+SSE transport where nothing outlives a request.
import type { HostsModel } from '../../hosts/model.ts';
import { workersIn } from '../../hosts/workers.ts';
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../model.ts';

export const cannotStream: Rule<{ readonly hosts: HostsModel; readonly servers: ServersModel }> = {
  name: 'servers/cannot-stream',
  severity: 'error',
  check({ hosts, servers }, report) {
    const workers = workersIn(hosts);
    if (workers === undefined) return;
    for (const { name, transport } of servers.servers.values()) {
      if (transport.kind !== 'http' || transport.pinned?.text !== 'sse') continue;
      report(transport.pinned.range, {
        message: `Server “${name}” answers over a stream that stays open, and on workers none outlives a request.`,
        help: `Reach it over Streamable HTTP, or ${workers.otherwise}.`,
        ...workers.asked,
      });
    }
  },
};
