// Whose tokens are taken, and what their claims say of the agent.
import type { Type } from '../../cel/index.ts';
import type { Range } from '../../diagnostics/finding.ts';
import type { Condition } from '../conditions.ts';
import type { ValueModel } from '../late.ts';
import type { Word } from '../words.ts';
import type { ClaimsModel } from './claims.ts';
import type { Gives } from './gives.ts';

export interface IssuerModel {
  readonly issuer: Word;
  readonly place: string;
  /** Of the whole item. */
  readonly range: Range;
  readonly audiences: readonly Word[];
  /** CEL over `claims`; null where there is none, or something is wrong with it. */
  readonly agent: Condition | null;
  readonly team: Condition | null;
  readonly roles: Condition | null;
  /** What the three can come to; where something is wrong with one, anything. */
  readonly gives: Gives;
  /** Null: their types are found at run time. */
  readonly claims: ClaimsModel | null;
  readonly algorithms: readonly string[];
  /** A URL or a file; null: the issuer says where its keys are. */
  readonly jwks: ValueModel | null;
}

export interface IssuersModel {
  /** In the order of the file. */
  readonly issuers: readonly IssuerModel[];
  /** The type of `agent.claims`. */
  readonly claims: Type;
  /** The key `issuers`, or where it would stand. */
  readonly range: Range;
}

/** What is taken where the file does not say. */
export const usualAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
