// A secret where a name or a URL belongs: a token to try the gateway with, the password of a client.
import { tokenIn } from '../../../source/secrets.ts';
import type { Rule } from '../../room.ts';
import type { Word } from '../../words.ts';
import type { IssuerModel, IssuersModel } from '../model.ts';

export const issuerSecret: Rule<{ readonly issuers: IssuersModel }> = {
  name: 'issuers/literal-secret',
  severity: 'error',
  check({ issuers: { issuers } }, report) {
    for (const { text, slice } of issuers.flatMap(writtenOf)) {
      const token = tokenIn(text);
      // A password before the host is an error of its own.
      if (token === null || /^[a-z]+:\/\/[^/]*@/i.test(text)) continue;
      report(slice(token.start, token.end), {
        message: 'A secret stands here.',
        why: 'It would be in Git, in the bundle and in its source map. Now that it was written down, have a new one issued.',
        help: 'Take it out: who takes tokens needs no secret of the issuer, whose keys are public.',
      });
    }
  },
};

type Written = Pick<Word, 'text' | 'slice'>;

function writtenOf({ issuer, audiences, jwks, agent, team, roles }: IssuerModel): readonly Written[] {
  const keys = jwks?.kind === 'literal' ? [{ text: jwks.text, slice: () => jwks.range }] : [];
  return [issuer, ...audiences, ...keys, ...[agent, team, roles].filter((one) => one !== null)];
}
