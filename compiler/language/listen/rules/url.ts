// A URL of the gateway that is none, or holds what does not belong in it. RFC 9728, 1.2; RFC 8707, 2.
import type { Rule } from '../../room.ts';
import { parseUrl } from '../../servers/address.ts';
import type { ListenModel } from '../model.ts';

export const listenUrl: Rule<{ readonly listen: ListenModel }> = {
  name: 'listen/url',
  severity: 'error',
  check({ listen: { url: written } }, report) {
    if (written === null) return;
    const { text, range, slice } = written;
    const url = parseUrl(text);
    if (url === null || !/^https?:\/\/[^/?#]/i.test(text) || /\s/.test(text)) {
      report(range, {
        message: `“${text}” is not the URL of a gateway.`,
        help: 'Write scheme, host and path, as agents call it: https://mcp.acme.com/mcp.',
      });
      return;
    }
    if (url.username !== '' || url.password !== '')
      report(slice(text.indexOf('//') + 2, text.indexOf('@') + 1), {
        message: 'The URL of the gateway holds no user name or password.',
        why: 'Everybody who asks is told it.',
        help: 'Remove it.',
      });
    const more = /[?#]/.exec(text);
    if (more !== null)
      report(slice(more.index, text.length), {
        message: `The URL of the gateway has no ${more[0] === '?' ? 'query' : 'fragment'}.`,
        why: 'Tokens are for this URL, letter for letter, and agents call the path alone.',
        help: 'Remove it.',
      });
  },
};
