// An issuer whose tokens let nobody call anything.
import { issuerOf } from '../../language/agents/bears.ts';
import type { IssuerModel } from '../../language/issuers/model.ts';
import type { Rule } from '../../language/room.ts';
import type { World } from '../world.ts';

export const issuerReachesNothing: Rule<World> = {
  name: 'issuers/reaches-nothing',
  severity: 'warning',
  check(world, report) {
    if (world.allows.length === 0) return;
    const { people, models } = world;
    const given = new Set(world.allows.flatMap((allow) => world.given(allow)));
    for (const issuer of models.issuers.issuers) {
      const of = people.classes.flatMap(({ bearer, agents, anonymous }, person) => {
        if (anonymous) return [];
        const own = agents.some((agent) => issuerOf(agent, models.issuers) === issuer);
        return bearer?.issuer === issuer || own ? [person] : [];
      });
      if (of.length === 0 || of.some((person) => given.has(person))) continue;
      report(issuer.issuer.range, {
        message: `Whoever comes with a token of “${issuer.issuer.text}” can call nothing.`,
        why: whyOf(issuer),
        help: 'Allow something to those whom its tokens name, or take the issuer out.',
      });
    }
  },
};

function whyOf({ team, roles }: IssuerModel): string {
  const missing = [...(team === null ? ['team'] : []), ...(roles === null ? ['roles'] : [])];
  const plain = 'No rule allows them a tool that no deny takes back';
  if (missing.length === 0) return `${plain}.`;
  return `${plain}; without \`${missing.join('` and `')}\` they have ${missing.length === 2 ? 'neither team nor roles' : missing[0] === 'team' ? 'no team' : 'no roles'}.`;
}
