// Writes the audit record: what every record has, and a reference id that the refusal's answer carries too.
import type { Verdict } from '../contract/access.ts';
import type { AuditRecord, ShadowRecord } from '../contract/audit.ts';
import type { CatalogItem } from '../contract/catalog.ts';
import type { Environment } from '../contract/environment.ts';
import type { Refusal } from '../contract/gateway.ts';
import type { Plan } from '../contract/plan.ts';
import { hex } from '../protocol/bytes.ts';
import { cut, type Outcome } from './answers.ts';

/** The request that a record is about. */
export type About = Pick<Refusal, 'ip' | 'agent' | 'era' | 'method' | 'ms' | 'bytesIn'>;

/** The call that a record is about, and what was answered. */
export interface Called {
  readonly item: CatalogItem | null;
  /** What access decided: named where nothing after it refused. */
  readonly verdict: Verdict | null;
  readonly shadow: readonly ShadowRecord[] | null;
  /** The name or URI as asked for; empty where none was. */
  readonly asked: string;
  readonly isError: boolean;
  readonly bytesOut: number;
  /** What only some records have. */
  readonly more: More | null;
}

export type More = Pick<
  AuditRecord,
  'missing' | 'scopes' | 'task' | 'taskStatus' | 'route' | 'servedBy' | 'attempts'
>;

const NO_CALL: Called = {
  item: null,
  verdict: null,
  shadow: null,
  asked: '',
  isError: false,
  bytesOut: 0,
  more: null,
};

/** What writes a time as RFC 3339 in UTC. Many records fall into one second. */
function createTime(): (ms: number) => string {
  let known = Number.NaN;
  let text = '';
  return (ms) => {
    const second = Math.floor(ms / 1000) * 1000;
    if (second !== known) text = new Date(second).toISOString().slice(0, 20);
    known = second;
    return `${text}${String(ms - second).padStart(3, '0')}Z`;
  };
}

export interface Journal {
  /** A reference id: unique over processes, dear to nobody. */
  reference(): string;
  write(ref: string, outcome: Outcome, about: About, called?: Called): void;
}

export function createJournal(
  { name, policy }: Plan,
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
  audit: (record: AuditRecord) => void,
): Journal {
  // Random once, counted from there: unique, and cheaper than randomness for each call.
  const prefix = hex(random(6));
  let count = 0;
  const time = createTime();
  return {
    reference: () => `${prefix}-${(++count).toString(36)}`,
    write(ref, outcome, about, { item, verdict, shadow, asked, isError, bytesOut, more } = NO_CALL) {
      const { agent } = about;
      audit({
        time: time(clock.now()),
        ref,
        gateway: name,
        policy: policy.hash,
        decision: outcome.decision,
        stage: outcome.stage,
        rule: outcome.rule ?? verdict?.rule ?? null,
        place: outcome.place ?? verdict?.place ?? null,
        agent: agent?.name ?? null,
        team: agent?.team || null,
        auth: agent?.method ?? null,
        ip: about.ip,
        era: about.era,
        method: about.method && cut(about.method),
        tool: nameOf(item, asked),
        original: item?.original ?? null,
        server: item?.server ?? null,
        status: outcome.status,
        code: outcome.code,
        isError,
        reason: outcome.reason,
        ms: about.ms,
        bytesIn: about.bytesIn,
        bytesOut,
        ...(agent?.claims.iss ? { issuer: agent.claims.iss } : null),
        ...more,
        ...outcome.also,
        ...(shadow?.length ? { shadow } : null),
      });
    },
  };
}

/** What the catalog calls it; what it was asked for as where there is no such thing. */
function nameOf(item: CatalogItem | null, asked: string): string | null {
  if (item === null) return asked === '' ? null : cut(asked);
  return 'uri' in item.facts ? cut(item.facts.uri) : item.facts.name;
}
