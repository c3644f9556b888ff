// A credential in a field that is the gateway's own, or in one field twice.
import type { Rule } from '../../room.ts';
import { repeated } from '../../words.ts';
import type { ServersModel } from '../model.ts';

const reserved = new Set(
  (
    'accept accept-encoding connection content-encoding content-length content-type expect host keep-alive ' +
    'last-event-id mcp-method mcp-name mcp-protocol-version mcp-session-id origin te trailer transfer-encoding upgrade'
  ).split(' '),
);

export const header: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/header',
  severity: 'error',
  check({ servers }, report) {
    for (const { transport } of servers.servers.values()) {
      if (transport.kind !== 'http') continue;
      const fields = transport.credentials.map(({ field }) => field);
      for (const { text, range } of fields) {
        const name = text.toLowerCase();
        if (!reserved.has(name) && !name.startsWith('mcp-param-')) continue;
        report(range, {
          message: `The gateway writes the field “${text}” itself.`,
          why: 'A second one makes the request ambiguous.',
          help: 'Put the credential in the field that the server reads it from: Authorization, X-Api-Key …',
        });
      }
      for (const [again, first] of repeated(fields, ({ text }) => text.toLowerCase())) {
        report(again.range, {
          message: `“${again.text}” and “${first.text}” are one field: names of fields have no case.`,
          help: 'Keep one of the two.',
          related: [{ message: 'The other.', range: first.range }],
        });
      }
    }
  },
};
