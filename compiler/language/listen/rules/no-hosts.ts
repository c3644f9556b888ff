// Open to the network, and no name that callers may use.
import type { Rule } from '../../room.ts';
import { isLoopback } from '../../servers/address.ts';
import type { ListenModel } from '../model.ts';

export const noHosts: Rule<{ readonly listen: ListenModel }> = {
  name: 'listen/no-hosts',
  severity: 'warning',
  check({ listen: { host, hosts } }, report) {
    if (hosts.length > 0 || isLoopback(host.text) || !isAddress(host.text)) return;
    report(host.range, {
      message: 'The gateway is open to the network, but callers that reach it by a name are refused.',
      why: 'Only addresses are accepted as Host: a web page could otherwise reach the gateway by rebinding a name.',
      help: 'List the names that callers use: `hosts: [mcp.acme.com]`.',
    });
  },
};

const isAddress = (host: string): boolean => /^[0-9.]+$/.test(host) || host.includes(':');
