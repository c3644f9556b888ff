// An agent's name from a claim that is not one person's for good. OpenID Connect Core, 5.7.
import { childrenOf, type Typed } from '../../../cel/typed.ts';
import type { Rule } from '../../room.ts';
import { claimOf } from '../gives.ts';
import type { IssuersModel } from '../model.ts';

export const changingName: Rule<{ readonly issuers: IssuersModel }> = {
  name: 'issuers/changing-name',
  severity: 'warning',
  check({ issuers: { issuers } }, report) {
    for (const { agent } of issuers) {
      if (agent === null) continue;
      const read = readsOf(agent.compiled.root);
      const has = (name: string): boolean => read.some(({ claim }) => claim === name);
      if (has('sub')) continue;
      for (const { claim, node } of read) {
        if (!changing.has(claim) || (claim === 'email' && has('email_verified'))) continue;
        report(agent.slice(node.start, node.end), {
          message: `Who “${claim}” names may change: somebody else can come to be the same agent.`,
          why:
            claim === 'email'
              ? 'With some issuers people write any address there, with others a company gives an address to the next one who comes.'
              : 'Issuers do not promise that it is one person’s alone, nor that it stays so (OpenID Connect Core, 5.7).',
          help: `Write \`claims.sub\`, which an issuer gives once${claim === 'email' ? '; or take addresses that it has verified alone: `claims.email_verified ? claims.email : ""`' : ''}.`,
        });
      }
    }
  },
};

const changing: ReadonlySet<string> = new Set([
  ...['email', 'name', 'given_name', 'nickname', 'preferred_username', 'unique_name', 'upn'],
]);

interface Read {
  readonly claim: string;
  readonly node: Typed;
}

function readsOf(node: Typed): readonly Read[] {
  const claim = claimOf(node);
  return claim === null ? childrenOf(node).flatMap(readsOf) : [{ claim, node }];
}
