// The lock at run time: what a server lists is offered only as it was reviewed. Compared by hash, once for each listing.
import type { Environment } from '../contract/environment.ts';
import type { ArgumentsCheck, Check, Checks, LockStage } from '../contract/lock.ts';
import type { LockedKind, LockedPlan, LockPlan, Plan, ServerPlan } from '../contract/plan.ts';
import type { Listed, Offerings } from '../contract/server.ts';
import { encode } from '../protocol/bytes.ts';
import { members } from '../protocol/skip.ts';
import { canonical, HASH_PREFIX } from './canonical.ts';
import type { CheckError } from './explain.ts';
import { mistakes } from './mistakes.ts';

type Kind = LockedKind;
type Judged = { readonly listed: Listed | null; readonly reason: string | null };

const KINDS = ['tools', 'prompts', 'resourceTemplates'] as const;

/** What each is called by. */
const KEYS: Readonly<Record<Kind, string>> = {
  tools: 'name',
  prompts: 'name',
  resourceTemplates: 'uriTemplate',
};

/** Makes the stage. What it finds of a definition it keeps as long as the definition. */
export function lockStage(
  lock: LockPlan,
  { digest }: Pick<Environment, 'digest'>,
  checks: Checks = {},
): LockStage {
  const known = new WeakMap<Listed, Judged>();
  let drifted = 0;

  function judge(server: string, kind: Kind, listed: Listed): Judged {
    const before = known.get(listed);
    if (before !== undefined) return before;
    const judged = compare(lock, lockedOf(lock, server, kind, listed.name), kind, listed, digest);
    known.set(listed, judged);
    return judged;
  }

  /** What agents are told of a server's instructions. */
  function told(server: string, text: string | null, log: Environment['log']): string | null {
    if (text === null) return null;
    const locked = Object.hasOwn(lock.servers, server) ? lock.servers[server]!.instructions : undefined;
    if (locked !== undefined && HASH_PREFIX + digest(canonical(text)) === locked.hash) return text;
    drifted += 1;
    const reviewed = lock.onDrift === 'warn' && locked?.definition !== undefined;
    const kept = reviewed ? (JSON.parse(locked.definition!) as string) : null;
    const instead =
      lock.onDrift === 'allow' ? 'told as they are' : reviewed ? 'told as the lock has them' : 'withheld';
    log(`the instructions of server ${server} are not those in the lock: ${instead}`);
    return lock.onDrift === 'allow' ? text : kept;
  }

  return {
    review({ plan, environment }, listed, hide) {
      drifted = 0;
      const keep = (server: ServerPlan, offers: Offerings, kind: Kind): readonly Listed[] =>
        offers[kind].flatMap((one) => {
          const { listed: kept, reason } = judge(server.name, kind, one);
          if (reason === null || (kind === 'tools' && !server.offers(one.name))) return kept ?? [];
          drifted += 1;
          const name = nameOf(plan, server, kind, one.name);
          if (kept === null) hide(kind, name, server.name, reason);
          else environment.log(`"${name}" of server ${server.name}: ${reason}`);
          return kept ?? [];
        });
      return listed.map((offers, at) => {
        const [tools, prompts, resourceTemplates] = KINDS.map((kind) =>
          keep(plan.servers[at]!, offers, kind),
        );
        const instructions = told(plan.servers[at]!.name, offers.instructions, environment.log);
        return {
          ...{ ...offers, instructions },
          ...{ tools: tools!, prompts: prompts!, resourceTemplates: resourceTemplates! },
        };
      });
    },
    drifted: () => drifted,
    check({ server, original }) {
      const key = `${server}/${original}`;
      return Object.hasOwn(checks, key) ? checking(checks[key]!) : null;
    },
  };
}

/** How the catalog calls it. */
function nameOf({ catalog }: Plan, server: ServerPlan, kind: Kind, name: string): string {
  if (kind === 'resourceTemplates') return name;
  const renamed = kind === 'tools' && Object.hasOwn(server.rename, name) ? server.rename[name]! : name;
  return catalog.name(server.name, renamed);
}

/** A validator sees numbers as doubles; that is enough to tell which fit. */
function checking(fits: Check): ArgumentsCheck {
  return (call) => {
    if (fits(call.rounded)) return null;
    const errors = fits.errors as readonly CheckError[];
    const last = errors.at(-1)!;
    // That a condition does not hold says less than why.
    return mistakes(last.keyword === 'if' ? (errors.at(-2) ?? last) : last, fits, call.rounded);
  };
}

function lockedOf({ servers }: LockPlan, server: string, kind: Kind, name: string): LockedPlan | null {
  const items = Object.hasOwn(servers, server) ? servers[server]![kind] : {};
  return Object.hasOwn(items, name) ? items[name]! : null;
}

/** What becomes of a definition, and why it is not what was reviewed. */
function compare(
  { onDrift }: LockPlan,
  locked: LockedPlan | null,
  kind: Kind,
  listed: Listed,
  digest: Environment['digest'],
): Judged {
  if (locked !== null && HASH_PREFIX + digest(canonical(listed.parsed)) === locked.hash)
    return { listed: written(listed, JSON.stringify(listed.parsed), kind), reason: null };
  const reason =
    locked === null
      ? 'it is not in the lock'
      : 'its definition is not the one in the lock; `mcpgw lock --check` shows how it differs';
  if (onDrift === 'allow') return { listed, reason: `${reason}; it is offered as it is` };
  if (onDrift === 'hide' || locked?.definition == null) return { listed: null, reason };
  return {
    listed: written(listed, locked.definition, kind),
    reason: `${reason}; it is offered as the lock has it`,
  };
}

/**
 * The definition with these bytes. They are written anew from what was parsed, so that what was hashed is what is sent: of a
 * key that a server writes twice, no other reader may take the other one.
 */
function written(listed: Listed, json: string, kind: Kind): Listed {
  const definition = encode(json);
  const nameSpan = members(definition, 0, [KEYS[kind]])!.found[0]!;
  return { ...listed, definition, nameSpan, parsed: JSON.parse(json) as Listed['parsed'] };
}
