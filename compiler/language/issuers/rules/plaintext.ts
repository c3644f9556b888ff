// Keys of an issuer over plain HTTP: whoever stands between can put his own there, and be anybody.
import type { Range } from '../../../diagnostics/finding.ts';
import type { Rule } from '../../room.ts';
import { isLoopback, parseUrl } from '../../servers/address.ts';
import type { IssuersModel } from '../model.ts';

export const issuerPlaintext: Rule<{ readonly issuers: IssuersModel }> = {
  name: 'issuers/plaintext',
  severity: 'error',
  check({ issuers: { issuers } }, report) {
    for (const { issuer, jwks } of issuers) {
      const written: readonly (readonly [text: string, range: Range, of: string])[] = [
        [issuer.text, issuer.slice(0, 'http://'.length), 'An issuer'],
        ...(jwks?.kind === 'literal' ? [[jwks.text, jwks.range, 'A set of keys'] as const] : []),
      ];
      for (const [text, range, of] of written) {
        const url = parseUrl(text);
        if (url?.protocol !== 'http:' || isLoopback(url.hostname)) continue;
        report(range, {
          message: `${of} is reached over https only, but on this machine.`,
          why: 'Whoever stands between could give out keys of his own, and then tokens of anybody.',
          help: 'Use https.',
        });
      }
    }
  },
};
