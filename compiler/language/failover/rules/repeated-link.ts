// The same tool of the same server twice in one chain.
import type { Rule } from '../../room.ts';
import { repeated } from '../../words.ts';
import type { FailoverModel } from '../model.ts';

export const repeatedLink: Rule<{ readonly failover: FailoverModel }> = {
  name: 'failover/repeated-link',
  severity: 'error',
  check({ failover }, report) {
    for (const { links } of failover.chains.values()) {
      for (const [again, first] of repeated(
        links,
        ({ server, tool }) => `${server.text}/${tool?.text ?? ''}`,
      )) {
        report(again.range, {
          message: `This link of “${again.server.text}” stands in the chain before.`,
          why: 'Each link is tried once.',
          help: 'Remove it. More attempts at one server are what `retry:` of that server is for.',
          related: [{ message: 'The first.', range: first.range }],
        });
      }
    }
  },
};
