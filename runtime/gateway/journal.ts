// Writes the audit record: what every record has, and a reference id that the refusal's answer carries too.
import type { AuditRecord } from '../contract/audit.ts';
import type { Environment } from '../contract/environment.ts';
import type { Refusal } from '../contract/gateway.ts';
import type { Plan } from '../contract/plan.ts';

type Common = 'time' | 'ref' | 'gateway' | 'policy';

export interface Journal {
  /** A reference id: unique over processes, dear to nobody. */
  reference(): string;
  write(ref: string, record: Omit<AuditRecord, Common>): void;
  /** Records a refusal that was made outside the stages; returns its reference id. */
  refused(refusal: Refusal): string;
}

export function createJournal(
  plan: Plan,
  environment: Pick<Environment, 'clock' | 'random'>,
  audit: (record: AuditRecord) => void,
): Journal {
  // Random once, counted from there: unique, and cheaper than randomness for each call.
  const prefix = [...environment.random(6)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  let count = 0;

  function reference(): string {
    count += 1;
    return `${prefix}-${count.toString(36)}`;
  }

  function write(ref: string, record: Omit<AuditRecord, Common>): void {
    const time = new Date(environment.clock.now()).toISOString();
    audit({ time, ref, gateway: plan.name, policy: plan.policy.hash, ...record });
  }

  function refused(refusal: Refusal): string {
    const { agent, ...known } = refusal;
    const ref = reference();
    write(ref, {
      ...known,
      rule: null,
      place: null,
      agent: agent?.name ?? null,
      team: agent?.team || null,
      auth: agent?.method ?? null,
      tool: null,
      original: null,
      server: null,
      isError: false,
      bytesOut: 0,
    });
    return ref;
  }

  return { reference, write, refused };
}
