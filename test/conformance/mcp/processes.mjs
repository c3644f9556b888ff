// The processes of a conformance run: the conforming backend, and an emitted gateway in front of it.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** How each host runs a file. */
const COMMANDS = {
  node: [process.execPath],
  deno: [here('../../../node_modules/deno/deno'), 'run', '-A', '--no-config'],
  bun: [here('../../../node_modules/bun/bin/bun.exe')],
};

/** Starts `command`; resolves with what `pattern` finds in its output, a log of it, and what ends it. */
function start([program, ...args], pattern) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let log = '';
  return new Promise((resolve, reject) => {
    const ended = new Promise((done) => child.on('exit', done));
    const stop = () => {
      child.kill('SIGTERM');
      return ended;
    };
    const read = (chunk) => {
      log += chunk;
      const url = pattern.exec(log)?.[1];
      if (url !== undefined) resolve({ url, stop, log: () => log });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', (code) => reject(new Error(`${program} ended with ${code}:\n${log}`)));
  });
}

/** The conforming backend, serving `eras`: both, legacy or modern. */
export function startBackend(eras) {
  return start([process.execPath, here('backend/run.mjs'), eras], /^(http:\S+)/m);
}

/** Everything open to everyone, under the backend's own names: nothing that the suite looks for is refused by policy. */
const policy = (url) => `version: 1
name: conformance
agents: { public: {} }
anonymous: public
servers:
  conforming: { url: "${url}", ask: [sampling, elicitation, roots] }
catalog: { name: "{tool}" }
access:
  - { name: everything, allow: { tools: "*", prompts: "*", resources: "**" }, to: { agent: public } }
`;

/** Compiles and starts a gateway on `host` in front of `url`. */
export async function startGateway(host, url) {
  const folder = mkdtempSync(join(tmpdir(), 'mcpgw-conformance-'));
  writeFileSync(join(folder, 'gateway.yaml'), policy(url));
  const cli = here('../../../dist/program/main.js');
  const built = spawnSync(process.execPath, [cli, 'compile', 'gateway.yaml', '-o', 'gateway.mjs'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(built.stdout + built.stderr);
  const command = [...COMMANDS[host], join(folder, 'gateway.mjs'), '--port', '0'];
  const gateway = await start(command, /listens on (http:\S+)/);
  return {
    ...gateway,
    async stop() {
      await gateway.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
