// Tokens that are for their own issuer: what it gives a client to know people by, or to ask itself, not to call us.
import type { Rule } from '../../room.ts';
import type { IssuersModel } from '../model.ts';

export const audienceIsIssuer: Rule<{ readonly issuers: IssuersModel }> = {
  name: 'issuers/audience-is-issuer',
  severity: 'warning',
  check({ issuers: { issuers } }, report) {
    for (const { issuer, audiences } of issuers) {
      for (const { text, range } of audiences) {
        if (bare(text) !== bare(issuer.text)) continue;
        report(range, {
          message: 'The audience is the issuer itself.',
          why: 'A token for the issuer lets its holder ask the issuer; every service that takes such tokens could call this gateway with those it is sent.',
          help: 'Have the issuer give out tokens for the URL of this gateway, and write that.',
        });
      }
    }
  },
};

const bare = (url: string): string => url.toLowerCase().replace(/\/$/, '');
