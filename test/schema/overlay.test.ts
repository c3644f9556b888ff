// The overlay schema is the gateway's, cut to what is marked; and what is marked says nothing of who may do what.
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { environmentalPaths, overlaySchema } from '../../compiler/build/overlay.mjs';
import { environmental } from '../../compiler/schema/validate.ts';

const read = (name: string): object => JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8'));

it('is what the build derives', () => {
  const gateway = read('gateway');
  expect(read('overlay')).toEqual(JSON.parse(JSON.stringify(overlaySchema(gateway))));
  expect(environmental).toEqual(environmentalPaths(gateway));
});

it('marks nothing that decides who may do what, or what a server is', () => {
  const tops = new Set(environmental.map((path) => path.split('.')[0]));
  const never = ['access', 'agents', 'anonymous', 'catalog', 'hosts', 'include', 'name', 'teams', 'version'];
  expect(never.filter((key) => tops.has(key))).toEqual([]);
  const keys = new Set(environmental.map((path) => path.split('.').slice(2).join('.')));
  for (const key of ['command', 'env', 'process', 'tools', 'name', 'per']) expect(keys).not.toContain(key);
});

describe('the overlay schema', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  const valid = ajv.compile(read('overlay'));

  it.each(readdirSync('examples/ten-servers/env').filter((name) => name.endsWith('.yaml')))(
    'takes %s',
    (name) => {
      expect(
        valid(parse(readFileSync(`examples/ten-servers/env/${name}`, 'utf8'))),
        ajv.errorsText(valid.errors),
      ).toBe(true);
    },
  );

  it.each([
    { access: [] },
    { servers: { crm: { command: ['sh'] } } },
    { servers: { crm: { tools: {} } } },
    { limits: [{ rate: '1/minute' }] },
    { limits: [{ name: 'few', per: 'team' }] },
    { listen: { prot: 1 } },
    { listen: { port: 'x' } },
  ])('refuses %j', (overlay) => {
    expect(valid(overlay)).toBe(false);
  });
});
