// What a recipe is fitted to: where the gateway listens, what it needs at start, what it reaches.
import { posix } from 'node:path';
import type { GatewayConfig, UrlConfig } from '../schema/config.ts';

export interface Facts {
  /** The gateway's name, for people. */
  readonly title: string;
  /** Its name as image, unit, user and DNS label have it: a letter first, at most 31 of a–z, 0–9 and `-`. */
  readonly name: string;
  readonly port: number;
  /** The port in a container, where it has no right to those below 1024. */
  readonly innerPort: number;
  /** A name that it answers to, for probes. */
  readonly self: string;
  /** Its address is reached from this machine alone. */
  readonly local: boolean;
  /** Names that callers may use. */
  readonly names: readonly string[];
  /** Files as commands name them, with `/`. */
  readonly gateway: string;
  readonly overlays: readonly string[];
  readonly tests: string;
  readonly bundle: string;
  /** Everything that the bundle is made of. */
  readonly sources: readonly string[];
  readonly environment: readonly {
    readonly name: string;
    readonly secret: boolean;
    readonly optional: boolean;
  }[];
  /** Files it reads at start, relative to the bundle. */
  readonly files: readonly string[];
  readonly reaches: readonly Reached[];
  /** It starts processes of its own. */
  readonly spawns: boolean;
}

export interface Reached {
  readonly host: string;
  readonly port: number;
}

/** What a recipe is fitted to, before the paths of commands are known. */
export interface Compiled {
  readonly config: GatewayConfig;
  readonly manifest: {
    readonly gateway: string;
    readonly sources: readonly { readonly path: string }[];
    readonly environment: readonly {
      readonly env?: string;
      readonly secret: boolean;
      readonly optional: boolean;
    }[];
    readonly files: readonly { readonly file?: string }[];
    readonly capabilities: readonly { readonly name: string }[];
  };
}

/** @param file the gateway file, and `overlays` what goes over it, as a person named them */
export function factsOf({ config, manifest }: Compiled, file: string, overlays: readonly string[]): Facts {
  const { host = '127.0.0.1', port = 8080, hosts = [] } = config.listen ?? {};
  const folder = posix.dirname(slashes(file));
  const within = (path: string): string => posix.join(folder, path);
  return {
    title: manifest.gateway,
    name: machineName(manifest.gateway),
    port,
    innerPort: port < 1024 ? 8080 : port,
    self: isLoopback(host) || isEveryAddress(host) ? 'localhost' : host,
    local: isLoopback(host),
    names: hosts,
    gateway: posix.normalize(slashes(file)),
    overlays: overlays.map((overlay) => posix.normalize(slashes(overlay))),
    tests: within('tests.yaml'),
    bundle: within('gateway.mjs'),
    sources: manifest.sources.map(({ path }) => within(path)),
    environment: manifest.environment.map(({ env = '', secret, optional }) => ({
      name: env,
      secret,
      optional,
    })),
    files: manifest.files.map(({ file: path = '' }) => path),
    reaches: reachedBy(config),
    spawns: manifest.capabilities.some(({ name }) => name === 'spawn'),
  };
}

function machineName(title: string): string {
  const name = /^[a-z]/.test(title) ? title : `mcpgw-${title}`;
  return name.replace(/-+/g, '-').slice(0, 31).replace(/-$/, '');
}

/** Whether a host is this machine, or the container it is in. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127\.[0-9.]+|\[?::1\]?)$/i.test(host);
}

function isEveryAddress(host: string): boolean {
  return ['0.0.0.0', '::', '[::]'].includes(host);
}

function reachedBy({ servers = {}, issuers = [] }: GatewayConfig): readonly Reached[] {
  const called = Object.values(servers).flatMap(({ url, urls = [] }) =>
    [url, ...urls].flatMap((address) => {
      const given = typeof address === 'object' && 'url' in address ? address.url : address;
      return given === undefined ? [] : portsOf(given as UrlConfig);
    }),
  );
  // Where the keys of an issuer are; those of a file are here.
  const asked = issuers.flatMap(({ issuer, jwks = issuer }) =>
    typeof jwks === 'string' ? [portOf(jwks)] : [],
  );
  const unique = new Map([...called, ...asked].map((one) => [`${one.host}:${one.port}`, one]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function portsOf(url: UrlConfig): readonly Reached[] {
  if (typeof url === 'string') return [portOf(url)];
  const { default: fallback = 'https://' } = url;
  const scheme = fallback.startsWith('http:') ? 'http' : 'https';
  return url.hosts.map((host) => portOf(`${scheme}://${host}/`));
}

function portOf(text: string): Reached {
  const { hostname, port, protocol } = new URL(text);
  return { host: hostname, port: Number(port) || (protocol === 'http:' ? 80 : 443) };
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
