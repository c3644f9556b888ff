// Tokens that cross the network in the clear.
import type { Rule } from '../../room.ts';
import { isLoopback } from '../../servers/address.ts';
import { type Listening, resourceUrl } from '../resource.ts';

export const urlPlaintext: Rule<Listening> = {
  name: 'listen/url-plaintext',
  severity: 'warning',
  check(models, report) {
    const { word, url } = resourceUrl(models) ?? {};
    if (word === undefined || url?.protocol !== 'http:' || isLoopback(url.hostname)) return;
    report(word.slice(0, 'http://'.length), {
      message: 'Tokens of agents cross the network to this URL in the clear.',
      why: 'Whoever sees the connection can call with them.',
      help: 'Let what stands before the gateway speak TLS, and write https.',
    });
  },
};
