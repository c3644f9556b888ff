// A default URL whose host the variable itself may not name.
import type { Rule } from '../../room.ts';
import { enumerate } from '../../words.ts';
import { parseUrl } from '../address.ts';
import type { ServersModel } from '../model.ts';

export const urlHost: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/url-host',
  severity: 'error',
  check({ servers }, report) {
    for (const { transport } of servers.servers.values()) {
      if (transport.kind !== 'http' || transport.url.kind === 'literal' || transport.written === null)
        continue;
      const url = parseUrl(transport.written.text);
      const hosts = transport.hosts.map(({ text }) => text.toLowerCase());
      if (url === null || hosts.includes(url.host) || hosts.includes(url.hostname)) continue;
      report(transport.written.range, {
        message: `The default's host “${url.host}” is not among \`hosts\`.`,
        why: 'The gateway would not start with its own default.',
        help: `Add it to \`hosts:\`. There: ${enumerate(hosts)}.`,
      });
    }
  },
};
