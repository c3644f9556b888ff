// The audit line: JSON of the contract's shape, whatever a client puts into it.

import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AuditRecord } from '../../runtime/contract/audit.ts';
import { auditLine, auditToStdout } from '../../runtime/telemetry/audit.ts';
import { testEnvironment } from '../front/world.ts';

const record: AuditRecord = {
  time: '2026-11-22T14:00:00.000Z',
  ref: '01abcdef',
  gateway: 'acme',
  policy: 'f'.repeat(64),
  decision: 'deny',
  stage: 'access',
  rule: 'office-hours',
  place: 'gateway.yaml:41',
  agent: 'ann',
  team: 'support',
  auth: 'key',
  ip: '127.0.0.1',
  era: 'modern',
  method: 'tools/call',
  tool: 'crm__search',
  original: 'search',
  server: 'crm',
  status: 200,
  code: null,
  isError: true,
  reason: null,
  ms: 1.2345678,
  bytesIn: 100,
  bytesOut: 200,
};
const schema = JSON.parse(readFileSync(new URL('../../schemas/audit.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

it('is what JSON.stringify would write, milliseconds rounded', () => {
  expect(JSON.parse(auditLine(record))).toEqual({ ...record, ms: 1.235 });
  expect(Object.keys(JSON.parse(auditLine(record)))).toEqual(Object.keys(record));
});

it('fits the published schema, and a line without its decision does not', () => {
  expect(existsSync(new URL('../../schemas/audit.schema.json', import.meta.url))).toBe(true);
  expect(validate(JSON.parse(auditLine(record))), JSON.stringify(validate.errors)).toBe(true);
  const shadow = [
    { rule: 'a', place: 'gateway.yaml:"1', effect: 'deny', error: true, changes: false },
  ] as const;
  const watched = JSON.parse(auditLine({ ...record, shadow }));
  expect(watched.shadow).toEqual(shadow);
  expect(validate(watched), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...record, decision: undefined })).toBe(false);
});

it('survives any text', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(text, fc.option(text), (tool, reason) => {
      const line = auditLine({ ...record, tool, reason });
      expect(line).not.toMatch(/[\n\r]/);
      expect(JSON.parse(line)).toMatchObject({ tool, reason });
    }),
  );
});

it('never writes a number that is none', () => {
  expect(JSON.parse(auditLine({ ...record, ms: Number.NaN, code: -32602 }))).toMatchObject({
    ms: 0,
    code: -32602,
  });
});

it('goes to the sink', () => {
  const lines: string[] = [];
  auditToStdout({ ...testEnvironment({ now: 0 }, []), sink: (line) => void lines.push(line) })(record);
  expect(lines).toEqual([auditLine(record)]);
});
