// A credential over plain HTTP to another machine.
import type { Rule } from '../../room.ts';
import { isLoopback, parseUrl } from '../address.ts';
import type { ServersModel } from '../model.ts';

export const plaintext: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/plaintext',
  severity: 'warning',
  check({ servers }, report) {
    for (const { name, transport } of servers.servers.values()) {
      if (transport.kind !== 'http' || transport.credentials.length === 0) continue;
      for (const { written } of transport.addresses) {
        const url = written && parseUrl(written.text);
        if (url?.protocol !== 'http:' || isLoopback(url.hostname)) continue;
        report(written!.slice(0, 'http://'.length), {
          message: `The credential of server “${name}” crosses the network in the clear.`,
          why: 'Whoever sees the connection can use it.',
          help: 'Use https.',
        });
      }
    }
  },
};
