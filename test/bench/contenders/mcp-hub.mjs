// mcp-hub from npm in front of the HTTP backend: HTTP with SSE to clients, as it has no other. node mcp-hub.mjs PORT
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peer } from '../peers/install.mjs';
import { freePort, run } from './run.mjs';

const folder = mkdtempSync(join(tmpdir(), 'mcpgw-bench-hub-'));
const config = join(folder, 'servers.json');
writeFileSync(
  config,
  JSON.stringify({ mcpServers: { bench: { url: `http://127.0.0.1:${process.argv[2]}/mcp` } } }),
);
const port = await freePort();
// It keeps files of its own in the home folder.
const env = {
  ...process.env,
  HOME: folder,
  XDG_STATE_HOME: folder,
  XDG_CONFIG_HOME: folder,
  XDG_DATA_HOME: folder,
};
const ready = { path: '/api/health', says: '"state":"ready"' };
const options = ['--port', String(port), '--config', config];
run([process.execPath, peer('mcp-hub/dist/cli.js'), ...options], { port, env, ready });
