// An origin that no browser sends.
import type { Rule } from '../../room.ts';
import { parseUrl } from '../../servers/address.ts';
import type { ListenModel } from '../model.ts';

export const origin: Rule<{ readonly listen: ListenModel }> = {
  name: 'listen/origin',
  severity: 'error',
  check({ listen }, report) {
    for (const { text, range } of listen.origins) {
      const url = parseUrl(text);
      const sent = url === null || url.origin === 'null' ? text : url.origin;
      if (url !== null && sent === text.toLowerCase()) continue;
      report(range, {
        message: `No browser sends “${text}” as Origin.`,
        help:
          url === null
            ? 'Write scheme, host and maybe a port: https://app.acme.com.'
            : `Browsers send “${sent}”.`,
      });
    }
  },
};
