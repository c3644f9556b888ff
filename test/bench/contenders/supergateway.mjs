// supergateway from npm in front of the stdio backend, one for each session. node supergateway.mjs LEDGER_PORT BYTES
import { peer } from '../peers/install.mjs';
import { freePort, run, stdioBackend } from './run.mjs';

const [, , ledger, bytes] = process.argv;
const port = await freePort();
const options = [
  '--outputTransport',
  'streamableHttp',
  '--stateful',
  '--port',
  String(port),
  '--logLevel',
  'none',
];
const stdio = stdioBackend(bytes, ledger).join(' ');
run([process.execPath, peer('supergateway/dist/index.js'), ...options, '--stdio', stdio], { port });
