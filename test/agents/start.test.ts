// A gateway that cannot take tokens does not start, and says why together with all else that it lacks.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, expect, it } from 'vitest';
import { startFile } from '../hosts/process.ts';
import { type Emitted, emit } from '../hosts/suite/emitted.ts';

let emitted: Emitted;
afterAll(() => emitted?.remove());

it('lists files of keys that are missing or hold none, and what servers lack', async () => {
  emitted = await emit(`version: 1
name: start
issuers:
  - { issuer: https://a.test, audience: https://mcp.test/mcp, agent: claims.sub, jwks: { file: missing.json } }
  - { issuer: https://b.test, audience: https://mcp.test/mcp, agent: '"b:" + claims.sub', jwks: { file: broken.json } }
  - { issuer: https://c.test, audience: https://mcp.test/mcp, agent: '"c:" + claims.sub', jwks: { file: empty.json } }
  - { issuer: https://d.test, audience: https://mcp.test/mcp, agent: '"d:" + claims.sub', jwks: { file: private.json } }
servers:
  one: { url: { env: ONE_URL, hosts: [one.test] } }
access:
  - { name: everything, allow: "*" }
`);
  writeFileSync(join(emitted.folder, 'broken.json'), '{');
  writeFileSync(join(emitted.folder, 'empty.json'), '{"keys":[]}');
  const secret = await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey);
  writeFileSync(join(emitted.folder, 'private.json'), JSON.stringify({ keys: [secret] }));
  const run = startFile(emitted.file, ['--port', '0'], {});
  expect(await run.ended).toBe(78);
  for (const [file, issuer, problem] of [
    ['missing.json', 'a', 'cannot be read'],
    ['broken.json', 'b', 'holds no set of keys'],
    ['empty.json', 'c', 'holds no set of keys'],
    ['private.json', 'd', 'holds a private key'],
  ])
    expect(run.out.stderr).toMatch(
      new RegExp(`file ${file} ${problem}.*\\(issuer https://${issuer}\\.test, gateway\\.yaml:\\d+\\)`),
    );
  expect(run.out.stderr.match(/file missing\.json/g)?.length).toBe(1);
  expect(run.out.stderr).toContain('environment variable ONE_URL is not set or is empty');
});
