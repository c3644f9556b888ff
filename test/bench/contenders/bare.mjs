// The bare proxy of a host: its own server in, the cheapest client out, nothing decided. node bare.mjs PORT HOST SERVER
import { fileURLToPath } from 'node:url';
import { HOSTS } from '../hosts.mjs';
import { run } from './run.mjs';

const [, , backend, host, server] = process.argv;
const file = fileURLToPath(new URL(`../proxies/${server}.mjs`, import.meta.url));
run([...HOSTS[host], file, backend], { stdio: ['ignore', 'pipe', 'inherit'] });
