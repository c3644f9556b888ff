// A server of the older HTTP+SSE transport that is said to be modern.
import type { Rule } from '../../room.ts';
import type { ServersModel } from '../model.ts';

export const sseEra: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/sse-era',
  severity: 'error',
  check({ servers }, report) {
    for (const { name, transport, era } of servers.servers.values()) {
      if (transport.kind !== 'http' || transport.pinned?.text !== 'sse' || era?.text !== 'modern') continue;
      report(era.range, {
        message: `Server “${name}” cannot be modern: the transport \`sse\` has \`initialize\` only.`,
        why: 'Connecting to it would always fail.',
        help: 'Remove `era`, or `transport`.',
        related: [{ message: 'The transport.', range: transport.pinned.range }],
      });
    }
  },
};
