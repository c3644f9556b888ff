// Who may come with a token and is not declared: whom a `to` concerns of them.
import type { AgentsModel } from '../agents/model.ts';
import { admits, type Held, type Part } from '../issuers/gives.ts';
import type { IssuerModel } from '../issuers/model.ts';
import type { Word } from '../words.ts';
import type { ToModel } from './model.ts';

type Declared = AgentsModel['agents'];

/** Is there, perhaps, one who has all that each of `tos` asks for? */
export function mayBear(issuer: IssuerModel, declared: Declared, tos: readonly (ToModel | null)[]): boolean {
  const asked = tos.filter((to) => to !== null);
  const { names, teams, roles } = issuer.gives;
  return (
    asked.every(({ labels }) => labels.length === 0) &&
    among(
      asked.map(({ agent }) => agent),
      undeclared(names, declared),
      (name) => admits(names, name) && !declared.has(name),
    ) &&
    among(
      asked.map(({ team }) => team),
      true,
      (team) => admits(teams, team),
    ) &&
    roles.some((way) =>
      asked.every(({ role }) => role === null || role.some(({ text }) => mayHold(way, text))),
    )
  );
}

/** Is there a text that all lists have, and that may be; or any that may be, where none asks? */
function among(
  lists: readonly (readonly Word[] | null)[],
  any: boolean,
  may: (text: string) => boolean,
): boolean {
  const [first, ...others] = lists.filter((list) => list !== null);
  if (first === undefined) return any;
  return first.some(
    ({ text }) => may(text) && others.every((list) => list.some((word) => word.text === text)),
  );
}

/** Is there a name that no declared agent has? */
function undeclared(names: readonly Part[], declared: Declared): boolean {
  return names.some(({ text, open }) => open || !declared.has(text));
}

function mayHold({ sure, may }: Held, role: string): boolean {
  return sure.includes(role) || admits(may, role);
}

/** One who comes with a token, and has no more than is said of him. */
export interface Bearer {
  readonly issuer: IssuerModel;
  /** Null: one that no rule speaks of. */
  readonly name: string | null;
  readonly team: string | null;
  readonly roles: readonly string[];
  readonly scope: string | null;
}

/** More are not looked at one by one. */
const most = 64;

/**
 * Those whom `to` concerns, each with as little as will do: whoever else it concerns has all that one of them has, and more.
 * Null for too many.
 */
export function leastBearers(
  issuer: IssuerModel,
  declared: Declared,
  to: ToModel | null,
): readonly Bearer[] | null {
  if (!mayBear(issuer, declared, [to])) return [];
  const { names, teams, roles } = issuer.gives;
  const scopes = scopesAsked(to);
  const named = least(names, to?.agent).filter((name) => name === null || !declared.has(name));
  const inTeams = least(teams, to?.team);
  const holding = roles.flatMap((way) => leastRoles(way, to?.role));
  if (named.length * inTeams.length * holding.length * scopes.length > most) return null;
  return named.flatMap((name) =>
    inTeams.flatMap((team) =>
      holding.flatMap((held) => scopes.map((scope) => ({ issuer, name, team, roles: held, scope }))),
    ),
  );
}

/** Of which one is enough; of nothing asked for, none. */
export function scopesAsked(to: ToModel | null): readonly (string | null)[] {
  return to?.scope ? [...new Set(to.scope.map(({ text }) => text))] : [null];
}

/** The texts that are asked for and may be; where none is, one that nobody asks for, or else all there are. */
function least(
  parts: readonly Part[],
  asked: readonly Word[] | null | undefined,
): readonly (string | null)[] {
  if (asked) return [...new Set(asked.map(({ text }) => text))].filter((text) => admits(parts, text));
  return parts.some(({ open }) => open) ? [null] : [...new Set(parts.map(({ text }) => text))];
}

function leastRoles(way: Held, asked: readonly Word[] | null | undefined): readonly (readonly string[])[] {
  const { sure } = way;
  if (!asked || asked.some(({ text }) => sure.includes(text))) return [sure];
  return asked.flatMap(({ text }) => (admits(way.may, text) ? [[...sure, text]] : []));
}

/** Has one who has no more than that all that `to` asks for, whatever scopes his token has? */
export function mayConcern({ agent, team, role, labels }: ToModel, bearer: Bearer): boolean {
  return (
    labels.length === 0 && has(agent, [bearer.name]) && has(team, [bearer.team]) && has(role, bearer.roles)
  );
}

function has(words: readonly Word[] | null, texts: readonly (string | null)[]): boolean {
  return words === null || words.some(({ text }) => texts.includes(text));
}
