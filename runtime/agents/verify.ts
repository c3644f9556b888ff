// A signed token: is it of its issuer, for us, and valid now? RFC 7515, 5.2; RFC 7519, 7.2; RFC 8725; RFC 9068, 4.
import { errors, type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose';
import type { Claims, IssuerPlan } from '../contract/plan.ts';
import type { KeySet } from './issuer-keys.ts';

/** Clocks differ by so much, in seconds. */
export const LEEWAY_S = 30;

/** Keys that are tried for a token that names none. */
const MOST_KEYS = 16;

/** The claims, or why there are none. */
export type Verified =
  | { readonly claims: Claims }
  | {
      readonly refused: string;
      /** No key that is known is the one it asks for. */
      readonly unknownKey: boolean;
    };

/** @param now milliseconds since the epoch */
export async function verify(
  token: string,
  { issuer, audiences, algorithms }: IssuerPlan,
  keys: KeySet,
  now: number,
): Promise<Verified> {
  const options: JWTVerifyOptions = {
    issuer,
    audience: [...audiences],
    algorithms: [...algorithms],
    clockTolerance: LEEWAY_S,
    currentDate: new Date(now),
    requiredClaims: ['exp'],
  };
  try {
    const { payload: claims, protectedHeader } = await verifiedBy(token, keys, options);
    if (!isAccess(protectedHeader.typ))
      return { refused: 'the token is of another type (typ)', unknownKey: false };
    // It is worth nothing without a proof that nobody here checks (RFC 7800, 3; RFC 8705, 3; RFC 9449, 6).
    if ('cnf' in claims)
      return { refused: 'the token is bound to a key of its holder (cnf)', unknownKey: false };
    return { claims };
  } catch (error) {
    return { refused: reasonOf(error), unknownKey: error instanceof errors.JWKSNoMatchingKey };
  }
}

/** Some issuers name no type, or none in particular; what is named for another use is no token for us (RFC 8725, 3.11). */
function isAccess(typ: string | undefined): boolean {
  return typ === undefined || !/\+jwt$/i.test(typ) || /^(application\/)?at\+jwt$/i.test(typ);
}

async function verifiedBy(token: string, keys: KeySet, options: JWTVerifyOptions): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(token, keys, options);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    return await byAnyOf(error, token, options);
  }
}

/** Which of the keys that fit signed it is found by trying. */
async function byAnyOf(
  keys: errors.JWKSMultipleMatchingKeys,
  token: string,
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  let left = MOST_KEYS;
  for await (const key of keys) {
    try {
      return await jwtVerify(token, key, options);
    } catch (error) {
      // A key that is too weak to be used hides none of the others.
      const other = error instanceof errors.JWSSignatureVerificationFailed || error instanceof TypeError;
      if (!other) throw error;
      left -= 1;
      if (left === 0) break;
    }
  }
  throw new errors.JWSSignatureVerificationFailed();
}

/** For the audit record. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'the token is expired';
  if (error instanceof errors.JWTClaimValidationFailed)
    return `the token's ${error.claim} is missing or another`;
  if (error instanceof errors.JWKSNoMatchingKey)
    return 'the token is signed with a key that its issuer does not have';
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return 'the signature of the token is not right';
  if (error instanceof errors.JOSEAlgNotAllowed)
    return 'the token is signed in a way that is not in `algorithms`';
  return 'the token cannot be read';
}
