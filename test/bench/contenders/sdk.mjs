// A server and a client of the official SDK back to back, the way a gateway is made of them. node sdk.mjs PORT
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

const file = fileURLToPath(new URL('../proxies/sdk.mjs', import.meta.url));
run([process.execPath, file, process.argv[2]], { stdio: ['ignore', 'pipe', 'inherit'] });
