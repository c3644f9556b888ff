// The types of claims: what a person declares, as a JSON Schema, from which CEL takes its types and the gateway its check.
import { anyClaims, type Type, typeOfSchema } from '../../cel/index.ts';
import type { Node } from '../../source/node.ts';

/** A type as JSON Schema has it; no `type`: any. */
export interface ClaimSchema {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly items?: ClaimSchema;
  readonly properties?: Readonly<Record<string, ClaimSchema>>;
  readonly [limit: string]: unknown;
}

export interface ClaimsModel {
  /** Of declared claims, and of registered ones that nobody declares, by name. */
  readonly properties: Readonly<Record<string, ClaimSchema>>;
  readonly type: Type;
}

/** A token goes in a header field: no text or list of it is longer (the front takes 16 KiB of head). */
const most = 16_384;

const words: Readonly<Record<string, ClaimSchema>> = {
  string: { type: 'string', maxLength: most },
  // What JSON gives beyond is no integer that anybody could compare (RFC 7493, 2.2).
  int: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  double: { type: 'number' },
  bool: { type: 'boolean' },
  dyn: {},
};

/** Claims of RFC 7519, 4.1, RFC 8693, 4.2 and 4.3, and RFC 9068, 2.2. `aud` may be a text or a list. */
const registered: Readonly<Record<string, ClaimSchema>> = {
  ...Object.fromEntries(['iss', 'sub', 'jti', 'scope', 'client_id'].map((name) => [name, words.string!])),
  ...Object.fromEntries(['exp', 'nbf', 'iat', 'auth_time'].map((name) => [name, words.double!])),
  aud: {},
};

/** `claims` as written. Names that nobody declares are mistakes. */
export function claimsOf(node: Node | undefined): ClaimsModel | null {
  if (node?.kind !== 'map') return null;
  const declared = node.entries.map(({ key, value }) => [String(key.value), schemaOf(value)] as const);
  const properties = Object.freeze({ ...registered, ...Object.fromEntries(declared) });
  return Object.freeze({ properties, type: typeOf(properties, 'claims') });
}

function schemaOf(node: Node): ClaimSchema {
  if (node.kind === 'scalar') return words[String(node.value)] ?? {};
  if (node.kind === 'list')
    return { type: 'array', maxItems: most, items: node.items[0] ? schemaOf(node.items[0]) : {} };
  const inner = node.entries.map(({ key, value }) => [String(key.value), schemaOf(value)] as const);
  return { type: 'object', properties: Object.fromEntries(inner), maxProperties: most };
}

function typeOf(properties: ClaimsModel['properties'], name: string): Type {
  return typeOfSchema({ type: 'object', properties, additionalProperties: false }, name);
}

/**
 * The type of `agent.claims`, whoever calls: what all issuers declare, where they say the same. An agent without a token has none
 * of them.
 */
export function claimsOfAll(all: readonly (ClaimsModel | null)[]): Type {
  const declared = all.flatMap((one) => one ?? []);
  if (declared.length === 0 || declared.length < all.length) return anyClaims;
  const names = [...new Set(declared.flatMap(({ properties }) => Object.keys(properties)))];
  const joined = names.map((name) => [name, sameOf(declared, name)] as const);
  return typeOf(Object.fromEntries(joined), 'agent.claims');
}

function sameOf(all: readonly ClaimsModel[], name: string): ClaimSchema {
  const [first, ...others] = all.flatMap(({ properties }): readonly ClaimSchema[] =>
    properties[name] === undefined ? [] : [properties[name]],
  );
  const text = JSON.stringify(first);
  return first !== undefined && others.every((one) => JSON.stringify(one) === text) ? first : {};
}
