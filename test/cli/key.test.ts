// `mcpgw key`: 256 random bits, and the hash that the gateway file holds.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { run } from '../../compiler/cli/run.ts';
import { check } from '../../compiler/index.ts';
import { diskIo } from '../../compiler/source/io.ts';

async function key(...argv: string[]): Promise<string> {
  let said = '';
  const status = await run(['key', ...argv], {
    out: (text) => {
      said += text;
    },
    err: () => {},
    colour: false,
  });
  expect(status).toBe(0);
  return said;
}

const digest = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

test('shows the key once, with the hash of all of it', async () => {
  const said = await key('support-bot');
  const [, secret = ''] = /^ {2}(mcpgw_support-bot_[A-Za-z0-9_-]{43})$/m.exec(said) ?? [];
  expect(Buffer.from(secret.slice('mcpgw_support-bot_'.length), 'base64url')).toHaveLength(32);
  expect(said).toContain(`agents:\n  support-bot:\n    keys: ["${digest(secret)}"]\n`);
  expect(said.split(secret)).toHaveLength(2);
});

test('is another one each time, and JSON for programs', async () => {
  const [a, b] = (await Promise.all([key('bot', '--format', 'json'), key('bot', '--format=json')])).map(
    (text) => JSON.parse(text) as { agent: string; key: string; hash: string },
  );
  expect(a?.key).not.toBe(b?.key);
  expect(a).toEqual({ agent: 'bot', key: a?.key, hash: digest(a?.key ?? '') });
});

test('is made for every name that a gateway file takes', async () => {
  const texts: string[] = [];
  for (const name of ['ann@acme.com', 'team/Bot_1', 'ci:prod', '007', 'true']) {
    const said = await key(name);
    expect(said).toMatch(/^ {2}mcpgw_[A-Za-z0-9-]+_[A-Za-z0-9_-]{43}$/m);
    texts.push(said.slice(said.indexOf('agents:\n') + 'agents:\n'.length));
  }
  const text = `version: 1\nname: acme\nagents:\n${texts.join('')}servers: { crm: { url: https://crm.example/mcp } }\n`;
  const { findings } = check('gateway.yaml', {
    io: { ...diskIo, readFile: () => new TextEncoder().encode(text) },
  });
  expect(findings.map(({ rule }) => rule)).toEqual(['access/no-allow']);
});

test('fits the longest name into the longest key that a gateway takes', async () => {
  const made = JSON.parse(await key('a'.repeat(128), '--format', 'json')) as { key: string };
  expect(made.key.length).toBeLessThanOrEqual(256);
});
