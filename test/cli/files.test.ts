// Several files at once: all or none, and what stood there before stays if it fails.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAll } from '../../compiler/cli/files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpgw-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = (...names: string[]) =>
  names.map((name) => ({ path: join(folder, name), text: `new ${name}` }));

test('writes all, in folders that it makes, and leaves nothing else behind', () => {
  writeAll(files('out/a', 'out/b'));
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['a', 'b']);
  expect(readFileSync(join(folder, 'out/b'), 'utf8')).toBe('new out/b');
});

test('writes none if one is in the way', () => {
  writeFileSync(join(folder, 'a'), 'old');
  mkdirSync(join(folder, 'b'));
  expect(() => writeAll(files('a', 'b', 'c'))).toThrow(
    /b cannot be written: it is a folder\. No file was changed\./,
  );
  expect(readdirSync(folder).sort()).toEqual(['a', 'b']);
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old');
});

test('names a file that stands where a folder is needed', () => {
  writeFileSync(join(folder, 'out'), '');
  expect(() => writeAll(files('out/a'))).toThrow(/cannot be written: a file stands where a folder is needed/);
});
