// Looks on while a twin decides: what its stages were asked, and what they said.
import type { Verdict } from '../../../runtime/contract/access.ts';
import type { Agent } from '../../../runtime/contract/identity.ts';
import type { AccessRulePlan } from '../../../runtime/contract/plan.ts';
import type { CallFacts, Facts } from '../../../runtime/contract/tool.ts';
import { watchedChains } from './chains.ts';
import { type Given, watchedPlan } from './places.ts';
import type { Wrap } from './twin.ts';

/** Something that an agent was to see or not. */
export interface Looked {
  readonly agent: Agent;
  readonly facts: Facts;
  readonly speaks: (rule: AccessRulePlan) => boolean;
  readonly visible: boolean;
}

/** A call as the stages saw it. What was not reached is null. */
export interface Sighting {
  agent: Agent | null;
  tool: Facts | null;
  /** Which rules speak of it at all. */
  speaks: ((rule: AccessRulePlan) => boolean) | null;
  /** Null where no rule or limit reads a call. */
  call: CallFacts | null;
  visible: boolean;
  /** Of a list, each thing that was looked at. */
  readonly looked: Looked[];
  verdict: Verdict | null;
  /** Each time a place was asked, by its key, in order. */
  readonly asked: { readonly key: string; readonly given: Given }[];
  /** The link of a chain whose answer it is: the chain, and which link, from 0. */
  link: { readonly chain: string; readonly at: number } | null;
}

export interface Watch {
  readonly wrap: Wrap;
  /** What was seen since the last time. */
  take(): Sighting;
}

const nothing = (): Sighting => ({
  agent: null,
  tool: null,
  speaks: null,
  call: null,
  visible: false,
  looked: [],
  verdict: null,
  asked: [],
  link: null,
});

export function createWatch(): Watch {
  let seen = nothing();
  const stages: Wrap['stages'] = (stages) => ({
    ...stages,
    ...(stages.failover && {
      failover: watchedChains(stages.failover, (chain, at) => {
        seen.link = { chain, at };
      }),
    }),
    ...(stages.facts && {
      facts: (request, clock) => {
        const call = stages.facts!(request, clock);
        seen.call = call;
        return call;
      },
    }),
    access: (plan) => {
      const stage = stages.access(plan);
      return {
        judge(tool, speaks) {
          const judge = stage.judge(tool, speaks);
          return {
            visible(agent) {
              const visible = judge.visible(agent);
              Object.assign(seen, { agent, tool, speaks, visible });
              seen.looked.push({ agent, facts: tool, speaks, visible });
              return visible;
            },
            decide(agent, call) {
              const verdict = judge.decide(agent, call);
              seen.verdict = verdict;
              return verdict;
            },
            denies: judge.denies,
            ...(judge.lacks && { lacks: judge.lacks }),
          };
        },
      };
    },
  });
  const plan: Wrap['plan'] = (plan) => watchedPlan(plan, (key, given) => seen.asked.push({ key, given }));
  return {
    wrap: { stages, plan },
    take() {
      const taken = seen;
      seen = nothing();
      return taken;
    },
  };
}
