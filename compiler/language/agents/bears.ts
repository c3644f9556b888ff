// Whether somebody can prove to be a declared agent.
import { admits } from '../issuers/gives.ts';
import type { IssuerModel, IssuersModel } from '../issuers/model.ts';
import type { AgentModel, AgentsModel } from './model.ts';

/** All that says who can call. */
export interface Callers {
  readonly agents: AgentsModel;
  readonly issuers: IssuersModel;
}

/** The issuer whose tokens can bear its name; undefined for none. */
export function issuerOf({ name, issuer }: AgentModel, { issuers }: IssuersModel): IssuerModel | undefined {
  const own = issuer === null ? undefined : issuers.find((one) => one.issuer.text === issuer.text);
  return own !== undefined && admits(own.gives.names, name) ? own : undefined;
}

/** By a key, or by a token. */
export function canProve(agent: AgentModel, issuers: IssuersModel): boolean {
  return agent.keys.length > 0 || issuerOf(agent, issuers) !== undefined;
}
