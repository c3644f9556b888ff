// The schemas themselves: closed, documented for editors, true to their own examples, and quick to check.
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { AuditRecord as Generated } from '../../compiler/schema/generated/audit.ts';
import type { AuditRecord } from '../../runtime/contract/audit.ts';
import { cpuOf } from '../cpu.ts';

type Schema = Readonly<Record<string, unknown>>;

const names = readdirSync('schemas').filter((name) => name.endsWith('.schema.json'));
const read = (name: string): Schema => JSON.parse(readFileSync(`schemas/${name}`, 'utf8'));

/** Every subschema with the pointer that leads to it. */
function subschemas(schema: unknown, pointer = ''): readonly (readonly [string, Schema])[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap((item, index) => subschemas(item, `${pointer}/${index}`));
  const inner = Object.entries(schema)
    .filter(([key]) => !['examples', 'default', 'enum', 'const', 'required'].includes(key))
    .flatMap(([key, value]) =>
      subschemas(value, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    );
  return [[pointer, schema as Schema], ...inner];
}

const isSchemaAt = (pointer: string): boolean =>
  !/\/(properties|\$defs|patternProperties|dependentRequired)$/.test(pointer);

describe.each(names)('%s', (name) => {
  const schema = read(name);
  const all = subschemas(schema).filter(([pointer]) => isSchemaAt(pointer));
  const ajv = new Ajv2020({ strict: false, allErrors: true }).addSchema(schema, 'self');

  it('says of every object which keys it has', () => {
    const open = all.filter(
      ([, { properties, additionalProperties }]) =>
        properties !== undefined && additionalProperties !== false,
    );
    expect(open.map(([pointer]) => pointer)).toEqual([]);
  });

  it('describes every key', () => {
    const undocumented = all.flatMap(([pointer, { properties = {} }]) =>
      Object.entries(properties as Record<string, Schema>).flatMap(([key, { description, $ref }]) => {
        const target = typeof $ref === 'string' ? all.find(([at]) => `#${at}` === $ref)?.[1] : undefined;
        return description === undefined && target?.description === undefined ? [`${pointer}/${key}`] : [];
      }),
    );
    expect(undocumented).toEqual([]);
  });

  it('holds its own examples and defaults for valid', () => {
    let count = 0;
    for (const [pointer, { examples = [], default: fallback }] of all) {
      const validate = ajv.getSchema(`self#${encodeURI(pointer)}`);
      for (const value of [...(examples as unknown[]), ...(fallback === undefined ? [] : [fallback])]) {
        count += 1;
        expect(
          validate?.(value),
          `${pointer}: ${JSON.stringify(value)} ${JSON.stringify(validate?.errors)}`,
        ).toBe(true);
      }
    }
    expect(count).toBeGreaterThan(10);
  });

  it('has patterns that take no longer than the text', () => {
    const patterns = all.flatMap(([, { pattern }]) => (typeof pattern === 'string' ? [pattern] : []));
    for (const pattern of patterns) {
      for (const piece of ['a', '1', '-', '.', ':', 'a.', '[:', '/a', ' ', 'node>=1', 'sha256:']) {
        const spent = cpuOf(() => void new RegExp(pattern, 'u').test(`${piece.repeat(50_000)}\n`));
        expect(spent, `${pattern} on ${piece}`).toBeLessThan(300);
      }
    }
  });
});

it('describes the audit record as the runtime writes it', () => {
  // Either type must do for the other: checked by the compiler, here only kept alive.
  type Sometimes = 'issuer' | 'scopes' | 'shadow' | 'missing' | 'route' | 'servedBy' | 'attempts';
  type Always<Record extends AuditRecord | Generated> = Omit<Record, Sometimes>;
  const there = (record: Always<AuditRecord>): Always<Generated> => record;
  const back = (record: Always<Generated>): Always<AuditRecord> => record;
  expect([there, back]).toHaveLength(2);
  const { required, properties } = read('audit.schema.json') as { required: string[]; properties: Schema };
  const sometimes = [
    'issuer',
    'scopes',
    'shadow',
    'missing',
    'task',
    'taskStatus',
    'route',
    'servedBy',
    'attempts',
  ];
  expect([...required, ...sometimes].sort()).toEqual(Object.keys(properties).sort());
});
