// The keys that say what is done with the lock.
import type { Schema } from '../../lock/schema/walk.ts';
import type { AccessModel } from '../access/model.ts';
import type { LockedTool, LockModel } from '../catalog/model.ts';
import type { FailoverModel } from '../failover/model.ts';
import type { Scope } from '../room.ts';
import type { RoutesModel } from '../routes/model.ts';
import { members, type Word, words } from '../words.ts';
import { allowedTools } from './reachable.ts';
import { type Locked, type Said, saidOf } from './texts.ts';

/** What its model is made of. */
interface Before extends Locked {
  readonly access: AccessModel;
  readonly failover: FailoverModel;
  readonly routes: RoutesModel;
}

export interface LockRoomModel {
  /** `catalog.budget`, in tokens; null where none is set. */
  readonly budget: { readonly tokens: number; readonly word: Word } | null;
  /** The keys under `catalog` that say nothing without a lock. */
  readonly keys: readonly Word[];
  /** `catalog.lock` is given: what is wrong with the file is said elsewhere. */
  readonly named: boolean;
  /** All that a model may read of what the servers offer. */
  readonly said: readonly Said[];
  /** What arguments are checked against, by `server/tool`: of tools that somebody may be allowed, where not anything fits. */
  readonly schemas: ReadonlyMap<string, Schema>;
}

const dependent = new Set(['onDrift', 'budget']);

export function resolveLockRoom(scope: Scope, before: Before): LockRoomModel {
  const { catalog, access, failover, routes } = before;
  const budget = words(scope, ['catalog', 'budget'])[0];
  return Object.freeze({
    budget: budget === undefined ? null : { tokens: Number.parseInt(budget.text, 10), word: budget },
    keys: members(scope, ['catalog']).flatMap(({ key }) => (dependent.has(key.text) ? [key] : [])),
    named: scope.node(['catalog', 'lock']) !== undefined,
    said: saidOf(before),
    schemas: schemasOf(catalog.lock, access, elsewhere(failover, routes)),
  });
}

/** Whether calls of other tools may lead to a tool. */
type Leads = (tool: LockedTool) => boolean;

function elsewhere({ chains }: FailoverModel, { routes }: RoutesModel): Leads {
  const links = [...chains.values()].flatMap((chain) => chain.links);
  const targets = new Set(routes.flatMap(({ to }) => (to.kind === 'server' ? [to.word.text] : [])));
  return ({ server, renamed }) =>
    targets.has(server) ||
    links.some((link) => link.server.text === server && (link.tool === null || link.tool.text === renamed));
}

function schemasOf(lock: LockModel | null, access: AccessModel, leads: Leads): ReadonlyMap<string, Schema> {
  if (lock === null) return new Map();
  const tools = [...allowedTools(lock, access), ...lock.tools.filter(leads)];
  return new Map(
    tools.flatMap(({ server, original, checked }) =>
      checked === null || isTrivial(checked.schema)
        ? []
        : [[`${server}/${original}`, checked.schema] as const],
    ),
  );
}

/** Any object fits: nothing is generated for it. */
function isTrivial(schema: Schema): boolean {
  return Object.keys(schema).every((key) => key === 'type');
}
