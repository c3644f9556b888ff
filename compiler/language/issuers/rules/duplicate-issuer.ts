// One issuer twice: which of the two reads a token would hang on their order.
import type { Rule } from '../../room.ts';
import { repeated } from '../../words.ts';
import type { IssuersModel } from '../model.ts';

export const duplicateIssuer: Rule<{ readonly issuers: IssuersModel }> = {
  name: 'issuers/duplicate-issuer',
  severity: 'error',
  check({ issuers: { issuers } }, report) {
    for (const [again, first] of repeated(issuers, ({ issuer }) => issuer.text)) {
      report(again.issuer.range, {
        message: `“${again.issuer.text}” is among the issuers already.`,
        why: 'A token says of its issuer this alone: nobody could tell which of the two reads it.',
        help: 'Make one of both: `audience` may be a list, and `agent` ask `claims.aud`.',
        related: [{ message: 'The first.', range: first.issuer.range }],
      });
    }
  },
};
