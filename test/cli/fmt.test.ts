// `mcpgw fmt`: files laid out in place, or named; a file that cannot be is left.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { mcpgw } from './spawn.ts';

const cwd = mkdtempSync(join(tmpdir(), 'mcpgw-fmt-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const read = (file: string): string => readFileSync(join(cwd, file), 'utf8');

test('the gateway file, what it includes and its tests', () => {
  mkdirSync(join(cwd, 'teams'));
  writeFileSync(join(cwd, 'gateway.yaml'), 'version:  1\nname: acme\ninclude: [teams/pay.yaml]\n');
  writeFileSync(join(cwd, 'teams/pay.yaml'), 'access:\n- {name: a, allow: pay__*}   # why\n');
  writeFileSync(join(cwd, 'tests.yaml'), 'suite: a\n\n\ngateway: gateway.yaml\n');
  const checked = mcpgw(['fmt', '--check'], { cwd });
  expect(checked.status).toBe(1);
  expect(checked.out.split('\n').map((line) => line.split(' ')[0])).toEqual([
    'gateway.yaml',
    'teams/pay.yaml',
    'tests.yaml',
    '',
  ]);
  expect(read('gateway.yaml')).toContain('version:  1');
  expect(mcpgw(['fmt'], { cwd })).toEqual({
    status: 0,
    out: 'gateway.yaml\nteams/pay.yaml\ntests.yaml\n',
    err: '',
  });
  expect(read('teams/pay.yaml')).toBe('access:\n  - { name: a, allow: pay__* }   # why\n');
  expect(mcpgw(['fmt', '--check'], { cwd })).toEqual({ status: 0, out: '', err: '' });
});

test('the lock is left as it was taken', () => {
  writeFileSync(join(cwd, 'gateway.yaml'), 'version: 1\nname: acme\ncatalog: { lock: tools.lock.json }\n');
  writeFileSync(join(cwd, 'tools.lock.json'), '{\n  "version": 1\n}\n');
  expect(mcpgw(['fmt', '--check'], { cwd })).toEqual({ status: 0, out: '', err: '' });
});

test('a file that is no YAML stays, and the others are laid out', () => {
  writeFileSync(join(cwd, 'bad.yaml'), 'a: [1\n');
  writeFileSync(join(cwd, 'good.yaml'), 'a:   1\n');
  const { status, out, err } = mcpgw(['fmt', 'bad.yaml', 'good.yaml'], { cwd });
  expect({ status, out }).toEqual({ status: 1, out: 'good.yaml\n' });
  expect(err).toBe('mcpgw: bad.yaml is left as it is: it is not one document of YAML without mistakes.\n');
  expect(read('bad.yaml')).toBe('a: [1\n');
});

test('a file that is not there', () => {
  const { status, err } = mcpgw(['fmt', 'gone.yaml'], { cwd });
  expect({ status, err }).toEqual({
    status: 2,
    err: 'mcpgw: gone.yaml cannot be read: no such file or folder.\n',
  });
});
