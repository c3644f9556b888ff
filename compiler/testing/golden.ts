// Audit records of a test, compared with the file that holds what they should be.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AuditRecord } from '../../runtime/contract/audit.ts';
import type { SourceIo } from '../source/io.ts';
import { staysIn } from './allowed.ts';
import { bare } from './kinds/failures.ts';
import type { Placed } from './model.ts';
import type { Failure } from './report.ts';

/** Members that differ from run to run, or move with every edit of the gateway file. */
const left: ReadonlySet<string> = new Set(['ref', 'policy', 'place', 'ip', 'ms', 'bytesIn', 'bytesOut']);

/** The records as the file holds them: one a line. */
export function auditText(records: readonly AuditRecord[]): string {
  return records
    .map(
      (record) => `${JSON.stringify(record, (key, value: unknown) => (left.has(key) ? undefined : value))}\n`,
    )
    .join('');
}

/** Where goldens are, and whether they are compared or written. */
export interface Goldens {
  readonly folder: string;
  readonly io: SourceIo;
  readonly update: boolean;
}

/** What differs; nothing where the file was written instead. */
export function compareAudit(
  file: Placed<string>,
  records: readonly AuditRecord[],
  { folder, io, update }: Goldens,
): readonly Failure[] {
  const path = join(folder, file.value);
  // Neither read, so that no report shows it, nor written.
  if (!staysIn(path, folder, io))
    return [bare(`${file.value} is behind a link that leaves this suite's folder.`, file.range)];
  const text = auditText(records);
  const golden = read(path, io);
  if (golden === text) return [];
  if (!update) return [differs(file, golden, text)];
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return [];
}

function read(path: string, io: SourceIo): string | null {
  try {
    return Buffer.from(io.readFile(path)).toString('utf8');
  } catch {
    return null;
  }
}

function differs({ value, range }: Placed<string>, golden: string | null, text: string): Failure {
  if (golden === null) return bare(`${value} does not exist. mcpgw test --update writes it.`, range);
  const [wanted, got] = [golden.split('\n'), text.split('\n')];
  const line = wanted.findIndex((one, at) => one !== got[at]);
  const at = line < 0 ? wanted.length : line;
  const message = `The audit records differ from ${value}, first in line ${at + 1}. mcpgw test --update rewrites it.`;
  return { ...bare(message, range), expected: wanted[at] || 'no record', got: got[at] || 'no record' };
}
