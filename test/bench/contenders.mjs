// Who is measured, and how each is called. Names are what --only takes.
import { KEY } from './key.mjs';

const keyed = { fields: { authorization: `Bearer ${KEY}` } };
const gateway = (host) => ({
  name: `gateway-${host}`,
  file: 'gateway',
  args: [host],
  ...keyed,
  decides: true,
});
/** A bare proxy on `host` over its own server, or over node:http. */
const bare = (host, server = host) => ({
  name: `bare-${host}${server === host ? '' : '-http'}`,
  file: 'bare',
  args: [host, server],
});

/** `decides`: it refuses callers without a key. `peer`: from npm. */
export const CONTENDERS = [
  { name: 'nginx', file: 'nginx' },
  ...[bare('node'), bare('deno'), bare('deno', 'node'), bare('bun'), bare('bun', 'node')],
  ...[gateway('node'), gateway('deno'), gateway('bun')],
  { name: 'mcp-proxy', file: 'mcp-proxy', lane: 'session', tool: 'echo', peer: true },
  { name: 'supergateway', file: 'supergateway', lane: 'session', tool: 'echo', peer: true },
  { name: 'mcp-hub', file: 'mcp-hub', lane: 'events', peer: true },
  { name: 'sdk', file: 'sdk', lane: 'session', tool: 'echo' },
];

/** Against whom each gateway has a bar: `cpu` at most so many times its CPU per call, `throughput` at least. */
export const BARS = [
  { of: 'gateway-node', to: 'bare-node', throughput: 0.7 },
  { of: 'gateway-node', to: 'nginx', cpu: 3.5 },
  { of: 'gateway-deno', to: 'nginx', cpu: 3.0 },
  { of: 'gateway-bun', to: 'nginx', cpu: 2.2 },
  { of: 'gateway-node', to: 'mcp-proxy', cpu: 1 / 8 },
  { of: 'gateway-node', to: 'supergateway', cpu: 1 / 8 },
  { of: 'gateway-node', to: 'mcp-hub', cpu: 1 / 12 },
  { of: 'gateway-node', to: 'sdk', cpu: 1 / 15 },
];
