// A default URL whose host the variable itself may not name.
import type { Report, Rule } from '../../room.ts';
import { enumerate } from '../../words.ts';
import { parseUrl } from '../address.ts';
import type { AddressModel, ServersModel } from '../model.ts';

export const urlHost: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/url-host',
  severity: 'error',
  check({ servers }, report) {
    for (const { transport } of servers.servers.values()) {
      if (transport.kind === 'http') for (const address of transport.addresses) checkHost(address, report);
    }
  },
};

function checkHost({ url: given, written, hosts: words }: AddressModel, report: Report): void {
  if (given.kind === 'literal' || written === null) return;
  const url = parseUrl(written.text);
  const hosts = words.map(({ text }) => text.toLowerCase());
  if (url === null || hosts.includes(url.host) || hosts.includes(url.hostname)) return;
  report(written.range, {
    message: `The default's host “${url.host}” is not among \`hosts\`.`,
    why: 'The gateway would not start with its own default.',
    help: `Add it to \`hosts:\`. There: ${enumerate(hosts)}.`,
  });
}
