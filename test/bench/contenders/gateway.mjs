// The emitted bundle, minified, with keys, access rules, a limit and the audit log on. node gateway.mjs PORT HOST
import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HOSTS } from '../hosts.mjs';
import { keyHash } from '../key.mjs';
import { run } from './run.mjs';

const [, , backend, host] = process.argv;
const cli = fileURLToPath(new URL('../../../dist/program/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mcpgw-bench-'));
writeFileSync(
  join(folder, 'gateway.yaml'),
  `version: 1
name: bench
hosts: [node>=20.19]
agents:
  loader: { team: bench, roles: [caller], keys: ["${keyHash()}"] }
teams: { bench: {} }
servers:
  bench: { url: "http://127.0.0.1:${backend}/mcp" }
access:
  - { name: calls, allow: bench__*, to: { role: caller }, when: args.limit <= 100 }
  - { name: own-team, deny: "*", when: agent.team != "bench" && tool.annotations.destructiveHint }
limits:
  - { name: per-agent, per: agent, rate: 1000000/second, burst: 1000000 }
telemetry: { audit: { to: stdout } }
`,
);
const built = spawnSync(process.execPath, [cli, 'compile', 'gateway.yaml', '-o', 'gateway.mjs', '--minify'], {
  cwd: folder,
  encoding: 'utf8',
});
if (built.status !== 0) throw new Error(built.stdout + built.stderr);
const audit = openSync(join(folder, 'audit.ndjson'), 'w');
run([...HOSTS[host], join(folder, 'gateway.mjs'), '--port', '0'], { stdio: ['ignore', audit, 'pipe'] });
