// The issuers of a gateway under test: each has a key pair of its own, publishes it as an identity provider does, and signs
// real tokens, which the bytes that ship verify as in production.
import type { IssuerModel } from '../../language/issuers/model.ts';
import type { Args } from '../model.ts';
import { makeSigning, type Signing } from './signatures.ts';

/** An agent of a test file: whose token it bears, and what stands in it. */
export interface TokenAgent {
  readonly issuer: string;
  readonly claims: Args;
}

export interface Issuers {
  /** What is published, by URL: what each issuer says of itself, and its keys. */
  readonly documents: ReadonlyMap<string, string>;
  /** Files of keys, by path. */
  readonly files: ReadonlyMap<string, string>;
  /**
   * A token of the agent, five minutes valid from now on. Its claims go over those that every token has. An issuer that the
   * gateway does not have signs nothing.
   *
   * @param now milliseconds since the epoch
   */
  sign(agent: TokenAgent, now: number): Promise<string>;
}

/** Seconds. */
const VALID_S = 300;
/** Tokens that are kept: those of one moment are asked for again and again. */
const KEPT = 1000;

/** Key pairs are made once in a process; nothing in a test hangs on which they are. */
const pairs = new Map<string, Promise<Signing>>();

export async function makeIssuers(models: readonly IssuerModel[]): Promise<Issuers> {
  const all = await Promise.all(models.map(async (model) => ({ model, ...(await signingOf(model)) })));
  const byIssuer = new Map(all.map((one) => [one.model.issuer.text, one]));
  const signed = new Map<string, Promise<string>>();
  return {
    ...published(all),
    sign(agent, now) {
      const known = byIssuer.get(agent.issuer);
      if (known === undefined) throw new Error(`This gateway has no issuer ${agent.issuer}.`);
      const { model, algorithm, signing } = known;
      const iat = Math.floor(now / 1000);
      const aud = model.audiences[0]?.text;
      const payload = { iss: agent.issuer, aud, iat, exp: iat + VALID_S, ...agent.claims };
      const header = { alg: algorithm, kid: signing.jwk.kid, typ: 'JWT' };
      const text = `${part(header)}.${part(payload)}`;
      const token = signed.get(text) ?? tokenOf(text, signing);
      if (signed.size > KEPT) signed.clear();
      signed.set(text, token);
      return token;
    },
  };
}

interface Known {
  readonly model: IssuerModel;
  readonly algorithm: string;
  readonly signing: Signing;
}

async function signingOf({ issuer, algorithms }: IssuerModel): Promise<Omit<Known, 'model'>> {
  const algorithm = algorithms.includes('ES256') ? 'ES256' : algorithms[0]!;
  const kid = `${algorithm} of ${issuer.text}`;
  const made = pairs.get(kid) ?? makeSigning(algorithm, kid);
  pairs.set(kid, made);
  return { algorithm, signing: await made };
}

/** Issuers that share a place of keys are found there together. */
function published(all: readonly Known[]): Pick<Issuers, 'documents' | 'files'> {
  const documents = new Map<string, string>();
  const [urls, files] = [new Map<string, Signing[]>(), new Map<string, Signing[]>()];
  for (const { model, signing } of all) {
    const { jwks, issuer } = model;
    if (jwks?.kind === 'file') {
      files.set(jwks.name, [...(files.get(jwks.name) ?? []), signing]);
      continue;
    }
    const base = issuer.text.replace(/\/$/, '');
    const uri = new URL(jwks?.kind === 'literal' ? jwks.text : `${base}/jwks`).href;
    urls.set(uri, [...(urls.get(uri) ?? []), signing]);
    const configuration = { issuer: issuer.text, jwks_uri: uri };
    const about = new URL(`${base}/.well-known/openid-configuration`).href;
    documents.set(about, JSON.stringify(configuration));
  }
  for (const [url, own] of urls) documents.set(url, keySet(own));
  return { documents, files: new Map([...files].map(([path, own]) => [path, keySet(own)])) };
}

function keySet(signings: readonly Signing[]): string {
  return JSON.stringify({ keys: signings.map(({ jwk }) => jwk) });
}

async function tokenOf(text: string, { sign }: Signing): Promise<string> {
  return `${text}.${Buffer.from(await sign(Buffer.from(text))).toString('base64url')}`;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
