// The audit record as one line of JSON.
import type { AuditRecord } from '../contract/audit.ts';
import type { Environment } from '../contract/environment.ts';

/** Writes each record as one line of JSON to the environment's sink, its keys in the order of the contract. */
export function auditToStdout(environment: Environment): (record: AuditRecord) => void {
  return (record) => environment.sink(auditLine(record));
}

/** One record as JSON without a newline. Milliseconds have three digits; a clock that fails gives none. */
export function auditLine(record: AuditRecord): string {
  return JSON.stringify({ ...record, ms: Math.round(record.ms * 1000) / 1000 || 0 });
}
