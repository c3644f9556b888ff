// Tokens are taken, and nobody can be told what they are for.
import { resourceOf } from '../../issuers/audience.ts';
import type { Rule } from '../../room.ts';
import type { Listening } from '../resource.ts';

export const noUrl: Rule<Listening> = {
  name: 'listen/no-url',
  severity: 'error',
  check({ issuers, listen }, report) {
    const [first] = issuers.issuers;
    if (first === undefined || listen.url !== null || resourceOf(issuers) !== null) return;
    report(first.audiences[0]?.range ?? first.range, {
      message:
        'Agents cannot be told what to ask a token for: no audience is a URL, and there is no `listen.url`.',
      why: 'Who calls without a token is told by which URL the gateway is known, and where tokens for it come from (RFC 9728).',
      help: 'Write the URL that agents call: `listen: { url: https://mcp.acme.com/mcp }`.',
    });
  },
};
