// A URL that is none, or holds what does not belong in it.
import type { Range } from '../../../diagnostics/finding.ts';
import type { Report, Rule } from '../../room.ts';
import type { Word } from '../../words.ts';
import { parseUrl } from '../address.ts';
import type { ServersModel } from '../model.ts';

export const url: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/url',
  severity: 'error',
  check({ servers }, report) {
    for (const { transport } of servers.servers.values()) {
      if (transport.kind !== 'http') continue;
      for (const { written } of transport.addresses) if (written !== null) checkUrl(written, report);
    }
  },
};

function checkUrl(written: Word, report: Report): void {
  const { text } = written;
  const parsed = parseUrl(text);
  if (parsed === null || !/^https?:\/\//i.test(text)) {
    report(written.range, {
      message: `“${text}” is not the URL of an MCP server.`,
      help: 'Write scheme, host and path, as https://crm.internal/mcp. Only http and https are known.',
    });
    return;
  }
  if (parsed.username !== '' || parsed.password !== '') {
    report(userinfo(written), {
      message: 'A URL holds no user name or password here.',
      why: 'It would stand in Git, in the bundle and in logs.',
      help: 'Use `credentials: { header: { Authorization: { env: NAME, prefix: "Basic " } } }`.',
    });
  }
  if (text.includes('#')) {
    report(written.slice(text.indexOf('#'), text.length), {
      message: 'A URL of a server has no fragment.',
      why: 'It is never sent.',
      help: 'Remove it.',
    });
  }
}

function userinfo({ text, slice }: Word): Range {
  const start = text.indexOf('//') + 2;
  return slice(start, text.indexOf('@', start) + 1);
}
