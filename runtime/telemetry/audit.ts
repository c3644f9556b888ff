// The audit record as one line of JSON.
import type { AuditRecord } from '../contract/audit.ts';
import type { Environment } from '../contract/environment.ts';

/** Writes each record as one line of JSON to the environment's sink, its keys in the order of the contract. */
export function auditToStdout(environment: Environment): (record: AuditRecord) => void {
  return (record) => environment.sink(auditLine(record));
}

/** What stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

/**
 * One record as JSON without a newline. Milliseconds have three digits; a clock that fails gives none.
 * Written by hand: JSON.stringify takes four times as long, on every call.
 */
export function auditLine(record: AuditRecord): string {
  let line = '{';
  for (const key in record) {
    const value = record[key as keyof AuditRecord];
    if (line !== '{') line += ',';
    line += `"${key}":`;
    if (typeof value === 'string') line += PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
    else if (key === 'ms') line += Math.round(record.ms * 1000) / 1000 || 0;
    else line += value && typeof value === 'object' ? JSON.stringify(value) : value;
  }
  return `${line}}`;
}
