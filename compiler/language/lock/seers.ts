// Who sees a catalog, in words: declared agents, and who comes with a token and has what some rule asks for.
import { type Bearer, leastBearers, mayConcern } from '../access/bearers.ts';
import { concernsAgent } from '../access/concerned.ts';
import type { AccessModel, ToModel } from '../access/model.ts';
import type { Callers } from '../agents/bears.ts';

export interface Seer {
  readonly name: string;
  /** Is a rule for somebody like that? */
  concerns(to: ToModel): boolean;
}

export function seersOf({
  agents: { agents },
  issuers: { issuers },
  access: { enforced },
}: Callers & { readonly access: AccessModel }): readonly Seer[] {
  const asked = enforced.flatMap(({ effect, to }) => (effect === 'allow' ? [to] : []));
  const bearers = issuers.flatMap((issuer) =>
    [null, ...asked].flatMap((to) => leastBearers(issuer, agents, to) ?? []),
  );
  const named = new Map(bearers.map((bearer) => [nameOf(bearer), bearer]));
  return [
    ...[...agents.values()].map(
      (agent): Seer => ({ name: `“${agent.name}”`, concerns: (to) => concernsAgent(to, agent) }),
    ),
    ...[...named].map(([name, bearer]): Seer => ({ name, concerns: (to) => mayConcern(to, bearer) })),
  ];
}

function nameOf({ issuer, name, team, roles }: Bearer): string {
  const words = (what: string, texts: readonly (string | null)[]): string =>
    texts.flatMap((text) => (text ? [` ${what} “${text}”`] : [])).join(' and');
  const has = words('as', [name]) + words('in team', [team]) + words('with role', roles);
  return `whoever comes with a token of “${issuer.issuer.text}”${has}`;
}
