// What is a secret for certain, and by its name; hostile text costs no more than its length.
import { expect, test } from 'vitest';
import { isSecretSetting, tokenIn } from '../../compiler/source/secrets.ts';
import { cpuOf } from '../cpu.ts';

test.each([
  ['ghp_0123456789abcdefghij', 'ghp_0123456789abcdefghij'],
  ['--token=sk-ant-api03-Ab0cDefGhijKlmnop', 'sk-ant-api03-Ab0cDefGhijKlmnop'],
  ['Authorization: Bearer abc123def456ghi789', 'abc123def456ghi789'],
  ['postgres://reader:hunter2@db/crm', 'hunter2'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln'],
  ['GOCSPX-a1B2c3D4e5F6g7H8i9J0k1', 'GOCSPX-a1B2c3D4e5F6g7H8i9J0k1'],
  ['xYz8Q~aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1w', 'xYz8Q~aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1w'],
  ['0oa1gjh63g214q0Hq0g4', null],
  ['sk-learn-server', null],
  ['postgres://reader:$PASSWORD@db/crm', null],
  ['postgres://reader@db/crm', null],
  ['https://hooks.example/eyJ', null],
  ['npm_config_registry', null],
])('%s', (text, token) => {
  const found = tokenIn(text);
  expect(found && text.slice(found.start, found.end)).toBe(token);
});

test.each([
  ['API_KEY', 'letmein', true],
  ['db-password', 'hunter2', true],
  ['API_KEY_FILE', 'key.txt', false],
  ['MAX_TOKENS', '4096', false],
  ['PASSWORD_POLICY', 'strict', false],
  ['SECRET', './secret.txt', false],
  ['TOKEN', 'none', false],
])('%s: %s', (name, text, secret) => {
  expect(isSecretSetting(name, text)).toBe(secret);
});

test.each([
  'sk_',
  'sk-a-',
  '-eyJ',
  'ghp_a',
  'Bearer a ',
  'a://b:',
  '-----BEGIN ',
  'glpat-',
  'AIza',
  'GOCSPX-',
  'abc8Q~',
])('a megabyte of %j', (piece) => {
  const text = piece.repeat(2 ** 20 / piece.length);
  expect(cpuOf(() => tokenIn(text))).toBeLessThan(2000);
});
