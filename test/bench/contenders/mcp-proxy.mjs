// mcp-proxy from npm in front of the stdio backend: sessions over Streamable HTTP. node mcp-proxy.mjs LEDGER_PORT BYTES
import { peer } from '../peers/install.mjs';
import { freePort, run, stdioBackend } from './run.mjs';

const [, , ledger, bytes] = process.argv;
const port = await freePort();
const options = ['--host', '127.0.0.1', '--port', String(port), '--server', 'stream'];
run(
  [
    process.execPath,
    peer('mcp-proxy/dist/bin/mcp-proxy.mjs'),
    ...options,
    '--',
    ...stdioBackend(bytes, ledger),
  ],
  { port },
);
