// The audit record as one line of JSON. Written by hand: it is on the path of every call.
import type { AuditRecord } from '../contract/audit.ts';
import type { Environment } from '../contract/environment.ts';

/** Text that JSON quotes as it stands. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** Writes each record as one line of JSON to the environment's sink, its keys in the order of the contract. */
export function auditToStdout(environment: Environment): (record: AuditRecord) => void {
  return (record) => environment.sink(auditLine(record));
}

/** One record as JSON without a newline. */
export function auditLine(record: AuditRecord): string {
  return (
    `{"time":${quote(record.time)},"ref":${quote(record.ref)},"gateway":${quote(record.gateway)}` +
    `,"policy":${quote(record.policy)},"decision":"${record.decision}","stage":"${record.stage}"` +
    `,"rule":${text(record.rule)},"place":${text(record.place)},"agent":${text(record.agent)}` +
    `,"team":${text(record.team)},"auth":${text(record.auth)},"ip":${quote(record.ip)}` +
    `,"era":${text(record.era)},"method":${text(record.method)},"tool":${text(record.tool)}` +
    `,"original":${text(record.original)},"server":${text(record.server)},"status":${number(record.status)}` +
    `,"code":${record.code === null ? 'null' : number(record.code)},"isError":${record.isError === true}` +
    `,"reason":${text(record.reason)},"ms":${number(Math.round(record.ms * 1000) / 1000)}` +
    `,"bytesIn":${number(record.bytesIn)},"bytesOut":${number(record.bytesOut)}}`
  );
}

function text(value: string | null): string {
  return value === null ? 'null' : quote(value);
}

function quote(value: string): string {
  return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
}

/** JSON has no NaN and no infinities; a record with one would be lost to every reader. */
function number(value: number): string {
  return Number.isFinite(value) ? String(value) : '0';
}
