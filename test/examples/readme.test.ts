// What the README shows is so: its gateway is clean, its commands are those of the program.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commands } from '../../compiler/cli/commands.ts';
import { check } from '../../compiler/index.ts';
import { diskIo } from '../../compiler/source/io.ts';

const readme = readFileSync('README.md', 'utf8');

test('the language by example checks clean', () => {
  const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
  const io = { ...diskIo, readFile: () => new TextEncoder().encode(text) };
  expect(check('gateway.yaml', { io }).findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual(
    [],
  );
  expect(text.split('\n').length).toBeGreaterThan(30);
});

test('the commands are those of the program, in its order', () => {
  const told = [...readme.matchAll(/^\| `mcpgw ([a-z]+)/gm)].map(([, name]) => name);
  expect(told).toEqual(commands.map(({ name }) => name));
});

test('the commands that take an overlay are named', () => {
  const [, named = ''] = /^(`check`.*?) take `--with/m.exec(readme) ?? [];
  const taking = commands.filter(({ flags }) => flags.some(({ name }) => name === 'with'));
  expect([...named.matchAll(/`([a-z]+)`/g)].map(([, name]) => name).sort()).toEqual(
    taking.map(({ name }) => name).sort(),
  );
});
