// Which Host and Origin values are ours. Without this a web page could reach a local gateway by rebinding a name.
import type { ListenPlan } from '../contract/plan.ts';
import type { Seen } from './head.ts';
import type { Refused } from './refuse.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const EVERY_ADDRESS = ['0.0.0.0', '[::]', ''];

/** `host` or `host:port`, lower case. */
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?$/;

/** What is wrong with a request's Host and Origin; null when nothing is. */
export type OriginProblem = (seen: Seen) => Refused | null;

/**
 * The values accepted for `listen`. A name that is ours is ours on any port: the port may be mapped on the way, and
 * rebinding changes names, not ports. `listen.hosts` with a port demand that port.
 */
export function originPolicy(listen: ListenPlan): OriginProblem {
  const address = listen.host.toLowerCase();
  const own = address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
  const everywhere = EVERY_ADDRESS.includes(own);
  const local = everywhere || LOOPBACK.includes(own) || own.startsWith('127.');
  const ours = new Set([...listen.hosts, own, ...(local ? LOOPBACK : [])]);
  const isOurs = (host: string): boolean => {
    const name = HOST.exec(host)?.[1];
    if (name === undefined) return false;
    // Who listens on every address is called by any of them: a name can be rebound, an address cannot.
    return ours.has(host) || ours.has(name) || (everywhere && /^\[|^[0-9.]+$/.test(name));
  };
  /** The host that was ours last: most callers name the same. */
  let last = '';
  return (seen) => {
    if (seen.host === last && seen.origin === undefined) return null;
    const host = seen.host?.toLowerCase();
    if (host === undefined) return { status: 400, message: 'The Host header is missing.' };
    if (!isOurs(host)) return { status: 403, reason: `Host ${host} is not in listen.hosts` };
    last = seen.host!;
    const origin = seen.origin?.toLowerCase();
    if (origin === undefined) return null;
    const allowed = [`http://${host}`, `https://${host}`, ...listen.origins].includes(origin);
    return allowed ? null : { status: 403, reason: `Origin ${origin} is not in listen.origins` };
  };
}
