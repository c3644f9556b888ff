// Small policies over scopes, as the compiler emits them, and what they say of an agent with a token.
import type { Recorded } from '../../compiler/emit/generated.ts';
import { check } from '../../compiler/index.ts';
import { scopedAccessStage } from '../../runtime/access/scopes.ts';
import type { Judge } from '../../runtime/contract/access.ts';
import type { Agent } from '../../runtime/contract/identity.ts';
import type { Plan } from '../../runtime/contract/plan.ts';
import { agent, callOf, ofTool, tool } from '../gateway/facts.ts';
import { generated, load } from '../language/generated.ts';
import { memoryIo } from '../language/memory-io.ts';

const ISSUER = 'https://login.acme.com';
const keyOf = (digit: number): string => `keys: ["sha256:${String(digit).repeat(64)}"]`;

/** A gateway file whose `access` is these lines. */
export function textOf(rules: string, tokens = true): string {
  const issuers = `issuers: [{ issuer: ${ISSUER}, audience: https://mcp.acme.com/mcp, agent: claims.sub }]\n`;
  return `version: 1
name: acme
agents:
  bot: { team: support, roles: [reader, admin], ${keyOf(1)} }
  ann: { team: support, roles: [reader], ${tokens ? `issuer: ${ISSUER}` : keyOf(2)} }
  guest: {}
anonymous: guest
${tokens ? issuers : ''}servers: { crm: { url: https://crm.internal/mcp } }
access:
${rules.trim().replaceAll(/^ */gm, '  - ')}
`;
}

/** Its plan, as a module. */
export function planOf(rules: string, tokens = true): Recorded['plan'] {
  const files = { 'gateway.yaml': textOf(rules, tokens) };
  const checked = check('/gateway/gateway.yaml', { io: memoryIo('/gateway', files) });
  const errors = checked.findings.filter(
    ({ severity, rule }) => severity === 'error' && rule !== 'access/scope-without-issuer',
  );
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join(' '));
  return generated(checked).plan;
}

export const policyOf = (rules: string, tokens = true): Plan => load(planOf(rules, tokens));

/** Who judges calls of `crm__search`. */
export function judgeOf(rules: string): Judge {
  return scopedAccessStage(policyOf(rules)).judge(tool(), ofTool);
}

/** An agent whose token has these scopes. */
export const bearer = (...held: readonly string[]): Agent =>
  agent({ name: 'ann', method: 'token', scopes: held });

/** What becomes of a call, in a word: the rule that allows or denies, or the scopes that are asked for. */
export function said(judge: Judge, who: Agent, args: unknown = {}): string {
  if (!judge.visible(who)) return 'hidden';
  const { allowed, rule, challenge } = judge.decide(who, callOf(args));
  if (challenge !== undefined) return `${challenge.also.scopes?.join(' ')} for ${rule}`;
  return `${allowed ? 'allowed by' : 'denied by'} ${rule}`;
}
