// The keys of an issuer: where they are, fetched when a token first asks for them, again when they grow old or one is not there.
// OpenID Connect Discovery 1.0, 4; RFC 8414, 3; RFC 7517, 5.
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { Environment } from '../contract/environment.ts';
import type { IssuerPlan } from '../contract/plan.ts';
import { getJson } from './get-json.ts';

/** Finds the key that a token's header asks for. */
export type KeySet = ReturnType<typeof createLocalJWKSet>;

export interface IssuerKeys {
  /** Why there never will be any. */
  readonly problem?: string;
  /**
   * The keys as they are known, or as they are now. Rejects where there are none: the message is for the operator.
   *
   * @param missing those that are known lack the one that is asked for
   */
  get(missing: boolean): KeySet | Promise<KeySet>;
}

/** Milliseconds after which keys are asked for again: a key that its issuer takes back is known no longer. */
const FRESH_MS = 10 * 60_000;
/** Milliseconds that keys are still used where the issuer cannot be asked. */
const USABLE_MS = 60 * 60_000;
/** Milliseconds between two attempts, whatever tokens ask for. */
const PAUSE_MS = 10_000;
/** Milliseconds after which nothing comes of an attempt any more: on Workers it may have ended with the request that began it. */
const LOST_MS = 60_000;

export function issuerKeys(plan: IssuerPlan, environment: Environment): IssuerKeys {
  const { jwks } = plan;
  return typeof jwks === 'object'
    ? keysOfFile(jwks.file, plan, environment)
    : fetchedKeys(plan, jwks, environment);
}

/** Read once, at start. */
function keysOfFile(file: string, { issuer, place }: IssuerPlan, { readFile }: Environment): IssuerKeys {
  const none = (detail: string): IssuerKeys => {
    const problem = `file ${file} ${detail} (issuer ${issuer}, ${place})`;
    return { problem, get: () => Promise.reject(new Error(problem)) };
  };
  let text: string;
  try {
    text = readFile(file);
  } catch (error) {
    return none(`cannot be read: ${(error as Error).message}`);
  }
  const keys = keysIn(text);
  if (keys === null) return none('holds no set of keys: {"keys": [...]}');
  // Whoever reads it could make tokens.
  if (/"(d|k)"\s*:/.test(text)) return none('holds a private key: only public ones belong there');
  return { get: () => keys };
}

function keysIn(text: string): KeySet | null {
  try {
    const set = JSON.parse(text) as JSONWebKeySet;
    const keys = createLocalJWKSet(set);
    return set.keys.length === 0 ? null : keys;
  } catch {
    return null;
  }
}

function fetchedKeys(plan: IssuerPlan, jwks: string | undefined, environment: Environment): IssuerKeys {
  const { clock, log } = environment;
  let keys: KeySet | null = null;
  let fetched = 0;
  let asked = Number.NEGATIVE_INFINITY;
  let problem = '';
  let loading: Promise<void> | null = null;

  const ageAt = (now: number): number => (keys === null ? Number.POSITIVE_INFINITY : now - fetched);

  async function load(): Promise<void> {
    const began = clock.monotonic();
    asked = began;
    try {
      keys = await fetchKeys(plan, jwks, environment);
      fetched = began;
      problem = '';
    } catch (error) {
      const { message } = error as Error;
      if (message !== problem) log(`issuer ${plan.issuer}: its keys cannot be had: ${message}`);
      problem = message;
    } finally {
      if (asked === began) loading = null;
    }
  }

  function known(missing: boolean): KeySet {
    // Nobody can say whether an issuer that does not answer has more of them by now.
    const enough = !missing || problem === '';
    if (keys !== null && enough && ageAt(clock.monotonic()) < USABLE_MS) return keys;
    throw new Error(`keys of ${plan.issuer} cannot be had: ${problem}`);
  }

  return {
    get(missing) {
      const now = clock.monotonic();
      const age = ageAt(now);
      // A token that asks for a key which nobody has may not hold up the others.
      if (keys !== null && !missing && age < FRESH_MS) return keys;
      if (now - asked >= (loading === null ? PAUSE_MS : LOST_MS)) loading = load();
      // Nor may an issuer that did not answer the last time.
      const served = !missing && problem !== '' && age < USABLE_MS;
      return loading === null || served ? known(missing) : loading.then(() => known(missing));
    },
  };
}

async function fetchKeys(
  { issuer }: IssuerPlan,
  jwks: string | undefined,
  world: Environment,
): Promise<KeySet> {
  const url = jwks === undefined ? await discover(issuer, world) : new URL(jwks);
  const set = await getJson(url, world);
  try {
    return createLocalJWKSet(set as JSONWebKeySet);
  } catch {
    throw new Error(`${url.href} is no set of keys`);
  }
}

/** Where the issuer says that its keys are: in what OpenID providers publish, else in what OAuth servers do. */
async function discover(issuer: string, world: Environment): Promise<URL> {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  const openid = new URL(`${origin}${path}/.well-known/openid-configuration`);
  const oauth = new URL(`${origin}/.well-known/oauth-authorization-server${path}`);
  const [from, found] = await getJson(openid, world).then(
    (document) => [openid, document] as const,
    async (error: Error) => {
      const document = await getJson(oauth, world).catch(() => {
        throw error;
      });
      return [oauth, document] as const;
    },
  );
  return keysUrl(issuer, from, found);
}

/** Both documents name themselves, and the place of the keys (Discovery, 4.3; RFC 8414, 3.3). */
function keysUrl(issuer: string, from: URL, document: unknown): URL {
  const { issuer: named, jwks_uri: uri } = (document ?? {}) as Readonly<Record<string, unknown>>;
  if (named !== issuer) throw new Error(`${from.href} is of another issuer: ${String(named).slice(0, 200)}`);
  const url = typeof uri === 'string' && URL.canParse(uri) ? new URL(uri) : null;
  if (url === null) throw new Error(`${from.href} names no jwks_uri`);
  // Which hosts a bundle calls stands in the gateway file.
  if (url.origin !== from.origin)
    throw new Error(
      `its keys are on another host: write \`jwks: ${url.href.slice(0, 500)}\` in the gateway file`,
    );
  return url;
}
