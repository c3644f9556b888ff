// A gateway's authentication by token, in a world whose time is moved by hand and whose connections are real.
import { createHash } from 'node:crypto';
import { tokenAgents } from '../../runtime/agents/tokens.ts';
import type { Environment } from '../../runtime/contract/environment.ts';
import type { Agent, Authentication, Authenticator } from '../../runtime/contract/identity.ts';
import type { Claims, IssuerPlan, Plan } from '../../runtime/contract/plan.ts';
import { createHttpClient } from '../../runtime/servers/undici.ts';
import { testPlan } from '../front/world.ts';
import { AUDIENCE, NOW_S } from './issuer.ts';

export interface TokenWorld {
  readonly agents: Authenticator;
  readonly log: string[];
  /** Milliseconds that time has gone on. */
  passed: number;
  /** What comes of a bearer's token. */
  bearer(token: string): Promise<Authentication>;
  /** Its agent. @throws Error with the reason where there is none */
  agent(token: string): Promise<Agent>;
  /** Why there is none; null where there is one. */
  refusal(token: string): Promise<string | null>;
  close(): Promise<void>;
}

export function issuerPlan(issuer: string, more: Partial<IssuerPlan> = {}): IssuerPlan {
  return {
    issuer,
    place: 'gateway.yaml:5',
    audiences: [AUDIENCE],
    algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    agent: ({ sub }: Claims) => sub,
    ...more,
  };
}

export function tokenWorld(
  issuers: readonly IssuerPlan[],
  more: Partial<Plan> = {},
  environment: Partial<Environment> = {},
): TokenWorld {
  const http = createHttpClient();
  const log: string[] = [];
  const plan: Plan = { ...testPlan(), agents: [], ...more, issuers, resource: AUDIENCE };
  const agents = tokenAgents(plan, {
    http,
    clock: {
      now: () => NOW_S * 1000 + world.passed,
      monotonic: () => world.passed,
      after(ms, fire) {
        const timer = setTimeout(fire, ms);
        return () => clearTimeout(timer);
      },
    },
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    log: (line) => void log.push(line),
    ...environment,
  } as Environment);
  const world: TokenWorld = {
    agents,
    log,
    passed: 0,
    bearer: async (token) => await agents.authenticate(['authorization', `Bearer ${token}`], '/mcp'),
    async agent(token) {
      const outcome = await world.bearer(token);
      if (outcome.agent === null) throw new Error(outcome.reason);
      return outcome.agent;
    },
    async refusal(token) {
      const outcome = await world.bearer(token);
      return outcome.agent === null ? outcome.reason : null;
    },
    close: () => http.close(),
  };
  return world;
}
