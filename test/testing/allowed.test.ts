// What a suite may read without being allowed to.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../../compiler/index.ts';
import { diskIo } from '../../compiler/source/io.ts';
import { isWithin, mayRead } from '../../compiler/testing/allowed.ts';
import { runTests } from '../../compiler/testing/index.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'mcpgw-allowed-'));
  mkdirSync(join(root, 'policy/tests/deep'), { recursive: true });
  mkdirSync(join(root, 'other'));
  writeFileSync(join(root, 'other/secret.yaml'), 'password: hunter2\n');
  symlinkSync(join(root, 'other/secret.yaml'), join(root, 'policy/tests/link.yaml'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a suite may read', () => {
  test.each([
    ['tests/t.yaml', 'gateway.yaml', true],
    ['tests/t.yaml', 'deep/gateway.yaml', true],
    ['tests/t.yaml', '../gateway.yaml', true],
    ['tests/t.yaml', '../../other/secret.yaml', false],
    ['tests/t.yaml', '../../secret.yaml', false],
    ['tests/deep/t.yaml', '../../gateway.yaml', false],
    ['tests/t.yaml', 'link.yaml', false],
    ['tests/t.yaml', '/etc/passwd', false],
  ])('%s: %s is %s', (suite, path, allowed) => {
    expect(mayRead(join(root, 'policy', suite), path, [], diskIo)).toBe(allowed);
  });

  test('what it is allowed to', () => {
    const suite = join(root, 'policy/tests/t.yaml');
    expect(mayRead(suite, '../../other/secret.yaml', [join(root, 'other')], diskIo)).toBe(true);
    expect(mayRead(suite, '../../other/secret.yaml', [join(root, 'oth')], diskIo)).toBe(false);
  });
});

test('goldens stay in the folder, whatever is allowed', () => {
  expect(['x.ndjson', 'a/../x.ndjson'].map(isWithin)).toEqual([true, true]);
  expect(['../x.ndjson', '/x.ndjson', 'a/../../x.ndjson', 'a\\..\\..\\x'].map(isWithin)).toEqual(
    Array(4).fill(false),
  );
});

test('nothing of a file outside is shown', async () => {
  const file = join(root, 'policy/tests/t.yaml');
  writeFileSync(
    file,
    '{ suite: s, gateway: ../../other/secret.yaml, tests: [{ name: t, list: { as: a }, exactly: [] }] }',
  );
  const refused = await runTests([file]);
  expect(refused.suites[0]!.findings).toMatchObject([{ rule: 'tests/outside-folder' }]);
  expect(JSON.stringify(refused)).not.toContain('hunter2');
  const allowed = await runTests([file], { allowRead: [join(root, 'other')] });
  expect(JSON.stringify(allowed)).toContain('hunter2');
});

test('a lock behind a link that leaves the folder is not read: what is wrong with it would be told with its words', () => {
  const folder = join(root, 'locked');
  mkdirSync(folder);
  symlinkSync(join(root, 'other/secret.yaml'), join(folder, 'tools.lock.json'));
  writeFileSync(
    join(folder, 'gateway.yaml'),
    `{ version: 1, name: acme, agents: { ann: { keys: ["sha256:${'a'.repeat(64)}"] } },
       servers: { s: { url: "https://s.internal/mcp" } }, catalog: { lock: tools.lock.json },
       access: [{ name: all, allow: "*", to: { agent: ann } }] }`,
  );
  const { findings } = check(join(folder, 'gateway.yaml'));
  const messages = findings.map(({ message }) => message);
  expect(messages).toContain('tools.lock.json is a link that leaves the folder of the gateway file.');
  expect(messages.join()).not.toContain('pass');
});
