// What a gateway under test reads of its environment and files: dummies that fit, and never anything real.
import type { Value } from '../../../runtime/contract/plan.ts';
import type { GatewayConfig } from '../../schema/config.ts';

export interface Dummies {
  env(name: string): string | undefined;
  readFile(path: string): string;
  /** The text that the gateway gets for a value of its plan. */
  resolve(value: Value): string;
}

/** Dummies for a checked gateway. A variable with a default is not set: the default counts, as it is written in Git. */
export function dummiesFor(config: GatewayConfig): Dummies {
  const urls = urlVariables(config);
  const optional = optionalVariables(config);
  const seals = new Set(config.listen?.seal?.map((secret) => secret.env ?? secret.file));
  /** What seals has a least length. */
  const long = (name: string, dummy: string): string => (seals.has(name) ? dummy.padEnd(32, '-') : dummy);
  const env = (name: string): string | undefined => {
    if (optional.has(name)) return undefined;
    return urls.get(name) ?? long(name, `dummy-of-${name}`);
  };
  const readFile = (path: string): string =>
    long(path, `dummy-of-file-${path.replaceAll(/[^A-Za-z0-9._-]/g, '-')}`);
  return { env, readFile, resolve: (value) => resolveWith(env, readFile, value) };
}

function resolveWith(env: Dummies['env'], readFile: Dummies['readFile'], value: Value): string {
  if (typeof value === 'string') return value;
  if ('file' in value) return readFile(value.file);
  return env(value.env) ?? value.default ?? '';
}

/** A URL from the environment must name one of its hosts: each variable gets an address of its own there. */
function urlVariables(config: GatewayConfig): ReadonlyMap<string, string> {
  const urls = new Map<string, string>();
  for (const { url } of Object.values(config.servers ?? {})) {
    if (typeof url === 'object') urls.set(url.env, `https://${url.hosts[0] ?? 'localhost'}/${url.env}`);
  }
  return urls;
}

function optionalVariables(config: GatewayConfig): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { url, env } of Object.values(config.servers ?? {})) {
    for (const value of [url, ...Object.values(env ?? {})]) {
      if (typeof value === 'object' && value.env !== undefined && value.default !== undefined)
        names.add(value.env);
    }
  }
  return names;
}
