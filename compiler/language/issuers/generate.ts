// `issuers` of the plan, and who names the caller: keys alone, or tokens too.
import { printFunction } from '../../cel/index.ts';
import type { Builder } from '../../emit/builder.ts';
import { type Code, literal } from '../../emit/code.ts';
import type { Condition } from '../conditions.ts';
import { printValue } from '../late.ts';
import type { PlanPart } from '../room.ts';
import { printClaims } from './fits.ts';
import type { IssuerModel, IssuersModel } from './model.ts';

export function generateIssuers(
  { issuers: { issuers } }: { readonly issuers: IssuersModel },
  builder: Builder,
): PlanPart {
  if (issuers.length === 0) {
    builder.stage('agents', { module: 'agents/keys', name: 'keyAgents' });
    return {};
  }
  builder.stage('agents', { module: 'agents/tokens', name: 'tokenAgents' });
  builder.stage('page', { module: 'agents/metadata', name: 'metadata' });
  return { issuers: literal(issuers.map((one) => printIssuer(one, builder))) };
}

function printIssuer(model: IssuerModel, builder: Builder): object {
  const { issuer, place, audiences, algorithms, jwks, claims } = model;
  if (jwks?.kind !== 'file') {
    builder.capability('http', place);
    for (const url of [issuer.text, ...(jwks?.kind === 'literal' ? [jwks.text] : [])])
      builder.host(new URL(url).host, place);
  }
  const print = (key: 'agent' | 'team' | 'roles'): object => {
    const condition = model[key];
    return condition === null ? {} : { [key]: printClaim(key, condition, place, builder) };
  };
  return {
    issuer: issuer.text,
    place,
    audiences: audiences.map(({ text }) => text),
    algorithms,
    ...(jwks === null ? {} : { jwks: printValue(jwks, builder) }),
    ...(claims === null ? {} : { claims: printClaims(claims, builder) }),
    ...{ ...print('agent'), ...print('team'), ...print('roles') },
  };
}

function printClaim(key: string, { compiled, text }: Condition, place: string, builder: Builder): Code {
  return builder.fn(`issuer ${key}`, [`${place} ${key}:`, text], printFunction(compiled, builder));
}
