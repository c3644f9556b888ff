// Which Host and Origin values are ours. Without this a web page could reach a local gateway by rebinding a name.
import type { ListenPlan } from '../contract/plan.ts';
import { boundedMap } from './bounded.ts';

export interface HostPolicy {
  /** True when `host`, the field's value, names this gateway. */
  hostAllowed(host: string): boolean;
  /** True when a page of `origin` may call. `host` has been allowed before. */
  originAllowed(origin: string, host: string): boolean;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const WILDCARD = new Set(['0.0.0.0', '::', '[::]', '']);
const REMEMBERED = 256;

/**
 * The values accepted for `listen`. A name that is ours is ours on any port: the port may be mapped on the way, and
 * rebinding changes names, not ports. `listen.hosts` with a port demand that port.
 */
export function hostPolicy(listen: ListenPlan): HostPolicy {
  const names = new Set(listen.hosts.map((host) => host.toLowerCase()));
  const judge = hostJudge(listen.host.toLowerCase(), names);
  const origins = new Set(listen.origins.map((origin) => origin.toLowerCase()));
  // Only what was allowed is remembered, so that a stranger cannot fill it.
  const known = boundedMap<true>(REMEMBERED);
  return {
    hostAllowed(host) {
      if (known.get(host) === true) return true;
      const allowed = judge(host.toLowerCase());
      if (allowed) known.set(host, true);
      return allowed;
    },
    originAllowed(origin, host) {
      const wanted = origin.toLowerCase();
      const own = host.toLowerCase();
      return origins.has(wanted) || wanted === `http://${own}` || wanted === `https://${own}`;
    },
  };
}

function hostJudge(address: string, names: ReadonlySet<string>): (host: string) => boolean {
  const own = address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
  const local = LOOPBACK.has(own) || /^127\./.test(own);
  const anyAddress = WILDCARD.has(address);
  return (host) => {
    const name = hostName(host);
    if (name === null) return false;
    if (names.has(host) || names.has(name) || name === own) return true;
    if (LOOPBACK.has(name)) return local || anyAddress;
    // Who listens on every address is called by any of them: a name can be rebound, an address cannot.
    return anyAddress && isAddress(name);
  };
}

/** The host without its port, or null when it is not `host` or `host:port`. */
function hostName(host: string): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?$/.exec(host);
  return match === null ? null : match[1]!;
}

function isAddress(name: string): boolean {
  return name.startsWith('[') || /^[0-9]{1,3}(\.[0-9]{1,3}){3}$/.test(name);
}
