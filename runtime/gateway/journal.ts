// Writes the audit record: what every record has, and a reference id that the refusal's answer carries too.
import type { AuditRecord } from '../contract/audit.ts';
import type { Environment } from '../contract/environment.ts';
import type { Refusal } from '../contract/gateway.ts';
import type { Plan } from '../contract/plan.ts';
import type { Verdict } from '../contract/stages.ts';
import type { ToolFacts } from '../contract/tool.ts';
import { cut, type Outcome } from './answers.ts';

/** The request that a record is about. */
export type About = Pick<Refusal, 'ip' | 'agent' | 'era' | 'method' | 'ms' | 'bytesIn'>;

/** The call that a record is about, and what was answered. */
export interface Called {
  readonly facts: ToolFacts | null;
  /** What access decided: named where nothing after it refused. */
  readonly verdict: Verdict | null;
  /** The tool as asked for. */
  readonly name: string | null;
  readonly isError: boolean;
  readonly bytesOut: number;
}

const NO_CALL: Called = { facts: null, verdict: null, name: null, isError: false, bytesOut: 0 };

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
  const prefix = [...random(6)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  let count = 0;
  return {
    reference: () => `${prefix}-${(++count).toString(36)}`,
    write(ref, outcome, about, { facts, verdict, name: asked, isError, bytesOut } = NO_CALL) {
      const { agent } = about;
      audit({
        time: new Date(clock.now()).toISOString(),
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
        tool: facts?.name ?? (asked && cut(asked)),
        original: facts?.original ?? null,
        server: facts?.server ?? null,
        status: outcome.status,
        code: outcome.code,
        isError,
        reason: outcome.reason,
        ms: about.ms,
        bytesIn: about.bytesIn,
        bytesOut,
      });
    },
  };
}
