// Rules on trial: which hold, and which are no part of a gateway at all.
import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { shadowStage } from '../../runtime/access/shadow.ts';
import { agent, callOf, ofTool, rule, tool } from '../gateway/facts.ts';
import { memoryIo } from '../language/memory-io.ts';

const boom = () => {
  throw new Error('boom');
};

function held(rules: Parameters<typeof shadowStage>[0], call = callOf({})) {
  return shadowStage(rules)
    .watch(tool(), ofTool)?.(agent(), call)
    .map(({ rule: name, effect, error }) => `${effect} ${name}${error ? ' by error' : ''}`);
}

describe('rules on trial', () => {
  it('are told in their order, those that hold', () => {
    const rules = [
      rule({ effect: 'deny', name: 'd' }),
      rule({ effect: 'deny', name: 'not', when: () => false }),
      rule({ effect: 'allow', name: 'a', when: () => true }),
      rule({ effect: 'allow', name: 'of-others', to: () => false }),
    ];
    expect(held(rules)).toEqual(['deny d', 'allow a']);
  });

  it('hold by error if they deny, and only then', () => {
    const rules = [
      rule({ effect: 'deny', name: 'throws', when: boom }),
      rule({ effect: 'deny', name: 'odd', when: () => 1 as unknown as boolean }),
      rule({ effect: 'deny', name: 'whom', to: boom }),
      rule({ effect: 'allow', name: 'a', when: boom }),
      rule({ effect: 'allow', name: 'b', to: boom }),
    ];
    expect(held(rules)).toEqual(['deny throws by error', 'deny odd by error', 'deny whom']);
  });

  it('cost nothing where none speaks of the thing', () => {
    expect(shadowStage([rule({ effect: 'deny', tools: () => false })]).watch(tool(), ofTool)).toBeNull();
  });
});

describe('a bundle', () => {
  const gateway = (more: string): string => `version: 1
name: acme
agents: { bot: { keys: ["sha256:${'1'.repeat(64)}"] } }
servers: { crm: { url: https://crm.internal/mcp } }
access:
  - { name: reads, allow: crm__* }
  - { name: tried, deny: crm__get_*, when: args.x == 1${more} }
`;
  const built = async (more: string) => {
    const io = memoryIo('/gateway', { 'gateway.yaml': gateway(more) });
    return (await compile('/gateway/gateway.yaml', { io })).bundle?.code ?? '';
  };

  it('has code for trials only where there are any', async () => {
    expect(await built('')).not.toMatch(/shadowStage|shadows: \[/);
    expect(await built(', shadow: false')).not.toMatch(/shadowStage|shadows: \[/);
    const code = await built(', shadow: true');
    expect(code).toMatch(/shadowStage/);
    expect(code).toMatch(/shadows: \[/);
  });
});
