// Scopes: what is seen without them, and which an agent is told to ask for.
import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { smallest } from '../../runtime/access/smallest.ts';
import { agent, callOf } from '../gateway/facts.ts';
import { memoryIo } from '../language/memory-io.ts';
import { bearer, judgeOf, planOf, policyOf, said, textOf } from './scoped.ts';

const key = agent({ name: 'bot', method: 'key' });
const guest = agent({ name: 'guest', method: 'anonymous', team: '', roles: [] });

describe('a rule that asks for a scope', () => {
  const judge = judgeOf('{ name: reads, allow: crm__*, to: { scope: crm.read } }');

  it('allows the token that has it', () => {
    expect(said(judge, bearer('other', 'crm.read'))).toBe('allowed by reads');
  });

  it('shows the thing to a token that lacks it, which is told to ask for it', () => {
    expect(said(judge, bearer())).toBe('crm.read for reads');
    expect(judge.decide(bearer('other'), callOf({}))).toEqual({
      allowed: false,
      rule: 'reads',
      place: 'gateway.yaml:11',
      message: null,
      challenge: {
        decision: 'challenge',
        status: 403,
        code: 403,
        text: 'The token lacks the scope "crm.read". Get a token that has it as well, and send the call again.',
        reason: 'The token lacks the scope "crm.read".',
        data: { scopes: ['crm.read'] },
        fields: [
          'www-authenticate',
          'Bearer realm="acme", resource_metadata="https://mcp.acme.com/.well-known/oauth-protected-resource/mcp", error="insufficient_scope", scope="crm.read"',
        ],
        also: { scopes: ['crm.read'] },
      },
    });
  });

  it('concerns neither keys nor who has no credential: they have no scopes, and can get none', () => {
    for (const who of [key, guest]) {
      expect(judge.visible(who)).toBe(false);
      expect(judge.decide(who, callOf({}))).toMatchObject({ allowed: false, rule: null });
      expect(judge.decide(who, callOf({})).challenge).toBeUndefined();
    }
  });

  it('is no rule about others that `to` leaves out', () => {
    const narrow = judgeOf('{ name: reads, allow: crm__*, to: { role: admin, scope: crm.read } }');
    expect(said(narrow, bearer('crm.read'))).toBe('hidden');
    expect(said(narrow, bearer())).toBe('hidden');
    expect(said(narrow, { ...bearer(), roles: ['admin'] })).toBe('crm.read for reads');
  });

  it('takes any of a list, and asks for the first in the order of the alphabet', () => {
    const any = judgeOf('{ name: reads, allow: crm__*, to: { scope: [crm.write, crm.admin, crm.read] } }');
    expect(said(any, bearer('crm.write'))).toBe('allowed by reads');
    expect(said(any, bearer())).toBe('crm.admin for reads');
  });
});

describe('of several rules', () => {
  it('one scope is asked for where one is enough, whichever rule it is of', () => {
    const judge = judgeOf(`
      { name: two, allow: crm__*, when: '"a" in agent.scopes && "b" in agent.scopes' }
      { name: one, allow: crm__*, to: { scope: z } }
    `);
    expect(said(judge, bearer())).toBe('z for one');
    expect(said(judge, bearer('b'))).toBe('a for two');
    expect(said(judge, bearer('a', 'b'))).toBe('allowed by two');
  });

  it('the argument decides which', () => {
    const judge = judgeOf(`
      { name: small, allow: crm__*, to: { scope: pay.small }, when: args.amount <= 100 }
      { name: large, allow: crm__*, to: { scope: pay.large }, when: args.amount <= 5000 }
    `);
    expect(said(judge, bearer(), { amount: 50 })).toBe('pay.large for large');
    expect(said(judge, bearer('pay.small'), { amount: 500 })).toBe('pay.large for large');
    expect(said(judge, bearer('pay.large'), { amount: 500 })).toBe('allowed by large');
    // No scope would help.
    expect(said(judge, bearer(), { amount: 50_000 })).toBe('denied by null');
    expect(said(judge, bearer('pay.large'), { amount: 50_000 })).toBe('denied by null');
    expect(said(judge, bearer(), {})).toBe('denied by null');
  });

  it('a scope that a deny would take is none to ask for', () => {
    const judge = judgeOf(`
      { name: reads, allow: crm__*, to: { scope: [trial, full] } }
      { name: no-trial, deny: crm__*, to: { scope: trial } }
    `);
    expect(said(judge, bearer())).toBe('full for reads');
    expect(said(judge, bearer('trial'))).toBe('hidden');
    expect(said(judge, bearer('trial', 'full'))).toBe('hidden');
  });
});

describe('a deny', () => {
  it('that holds whatever the scopes are is a plain denial', () => {
    const judge = judgeOf(`
      { name: reads, allow: crm__*, to: { scope: crm.read } }
      { name: no-bulk, deny: crm__*, when: args.limit > 1000, message: Less. }
    `);
    expect(said(judge, bearer(), { limit: 5000 })).toBe('denied by null');
    expect(said(judge, bearer('crm.read'), { limit: 5000 })).toBe('denied by no-bulk');
    expect(said(judge, bearer(), { limit: 5 })).toBe('crm.read for reads');
    // An error denies.
    expect(said(judge, bearer(), { limit: 'x' })).toBe('denied by null');
  });

  it('without a condition hides the thing, with the scope and without it', () => {
    const judge = judgeOf(`
      { name: reads, allow: crm__*, to: { scope: crm.read } }
      { name: closed, deny: crm__search }
    `);
    expect(said(judge, bearer())).toBe('hidden');
    expect(said(judge, bearer('crm.read'))).toBe('hidden');
  });

  it('that a scope would lift asks for it', () => {
    const judge = judgeOf(`
      { name: reads, allow: crm__*, to: { role: reader } }
      { name: step-up, deny: crm__*, when: 'args.limit > 10 && !("crm.bulk" in agent.scopes)' }
    `);
    expect(said(judge, bearer(), { limit: 5 })).toBe('allowed by reads');
    expect(said(judge, bearer(), { limit: 50 })).toBe('crm.bulk for reads');
    expect(said(judge, bearer('crm.bulk'), { limit: 50 })).toBe('allowed by reads');
    expect(said(judge, key, { limit: 50 })).toBe('denied by step-up');
  });
});

describe('a condition over scopes', () => {
  it.each([
    ['"a" in agent.scopes', 'a'],
    ['"b" in agent.scopes && "a" in agent.scopes && "c" in agent.scopes', 'a b c'],
    ['["b", "a"].all(s, s in agent.scopes)', 'a b'],
    ['["b", "a"].exists(s, s in agent.scopes)', 'a'],
    ['agent.scopes.exists(s, s == "b" || s in ["a", "c"])', 'a'],
    ['!agent.scopes.all(s, s != "b")', 'b'],
    ['cel.bind(mine, agent.scopes, "b" in mine)', 'b'],
    ['(args.all ? "b" : "a") in agent.scopes', 'b'],
    ['("a" in agent.scopes || "b" in agent.scopes) && "c" in agent.scopes', 'a c'],
    ['"a" in agent.scopes ? "b" in agent.scopes : "c" in agent.scopes', 'c'],
    ['!("a" in agent.scopes) && "b" in agent.scopes', 'b'],
    ['cel.bind(me, agent, "b" in me.scopes && me.team == "support")', 'b'],
  ])('%s asks for %s', (when, wanted) => {
    const judge = judgeOf(`{ name: it, allow: crm__*, when: '${when}' }`);
    expect(said(judge, bearer(), { all: true })).toBe(`${wanted} for it`);
    expect(said(judge, bearer(...wanted.split(' ')), { all: true })).toBe('allowed by it');
    expect(judge.decide(key, callOf({ all: true }))).toMatchObject({ allowed: false, rule: null });
    // Of a key it is known that it has none, unless the argument decides.
    expect(judge.visible(key)).toBe(when.includes('args'));
  });

  it.each([
    // Which scope would do is not in the text.
    'agent.scopes.exists(s, s.startsWith("crm."))',
    'args.scope in agent.scopes',
    'size(agent.scopes) > 1',
    // No token has such a scope.
    '"a b" in agent.scopes',
  ])('%s shows the thing, and names none', (when) => {
    const judge = judgeOf(`{ name: it, allow: crm__*, when: '${when}' }`);
    expect(said(judge, bearer(), { scope: 'x' })).toBe('denied by null');
  });

  it('knows those that are there', () => {
    const judge = judgeOf(`
      { name: all, allow: crm__* }
      { name: not-trial, deny: crm__*, when: '"trial" in agent.scopes' }
    `);
    expect(said(judge, bearer())).toBe('allowed by all');
    expect(said(judge, bearer('trial'))).toBe('hidden');
    const never = judgeOf(
      `{ name: it, allow: crm__*, when: '!("trial" in agent.scopes) && agent.scopes.all(s, s != "beta")' }`,
    );
    expect(said(never, bearer())).toBe('allowed by it');
    expect(said(never, bearer('trial'))).toBe('hidden');
    expect(said(never, bearer('beta'))).toBe('hidden');
  });

  it('goes on with the scope that `to` asks for', () => {
    const judge = judgeOf(
      `{ name: it, allow: crm__*, to: { scope: [x, b] }, when: '"c" in agent.scopes || "d" in agent.scopes' }`,
    );
    expect(said(judge, bearer())).toBe('b c for it');
    expect(said(judge, bearer('x'))).toBe('c for it');
    expect(said(judge, bearer('d'))).toBe('b for it');
  });

  it('of more scopes than anybody can ask for is a plain denial, soon', () => {
    const all = Array.from({ length: 40 }, (_, at) => `"s${at}"`).join(', ');
    const judge = judgeOf(`{ name: it, allow: crm__*, when: '[${all}].all(s, s in agent.scopes)' }`);
    expect(said(judge, bearer())).toBe('denied by null');
  });
});

describe('what is asked short of a call', () => {
  it('needs the scopes, whatever the arguments would be', () => {
    const judge = judgeOf(`
      { name: reads, allow: crm__*, to: { scope: crm.read }, when: args.limit < 10 }
      { name: paid, allow: crm__*, when: '"paid" in agent.scopes && "crm.read" in agent.scopes' }
    `);
    expect(judge.lacks?.(bearer('crm.read'))).toBeNull();
    expect(judge.lacks?.(bearer('paid'))).toMatchObject({
      allowed: false,
      challenge: { also: { scopes: ['crm.read'] } },
    });
    expect(judge.lacks?.(key)).toMatchObject({ allowed: false });
  });

  it('is a plain denial where no scope helps', () => {
    const judge = judgeOf(
      `{ name: it, allow: crm__*, when: 'agent.scopes.exists(s, s.startsWith("crm."))' }`,
    );
    expect(judge.lacks?.(bearer())).toEqual({ allowed: false, rule: null, place: null, message: null });
  });
});

describe('the plan', () => {
  const rules = `
    { name: a, allow: crm__*, to: { scope: [b, a] } }
    { name: b, allow: crm__*, to: { scope: b } }
    { name: trial, allow: crm__*, to: { scope: t }, shadow: true }
    { name: c, deny: crm__*, to: { scope: d } }
  `;

  it('lists the scopes that allow something', () => {
    expect(policyOf(rules).scopes).toEqual(['a', 'b']);
    expect(policyOf('{ name: a, allow: crm__* }').scopes).toBeUndefined();
  });

  it('writes rules of one shape once, with scopes and without', () => {
    const many = Array.from({ length: 10 }, (_, at) => {
      const to = at % 2 === 0 ? `, to: { scope: s${at} }` : '';
      return `{ name: r${at}, allow: crm__*, when: args.who == "p${at}"${to} }`;
    });
    const { text } = planOf(many.join('\n'));
    expect(text.match(/allow rules of this shape/g)).toHaveLength(2);
    expect(text.match(/\(c\$1\)|, c\$1\) =>/g)).toHaveLength(2);
    const judge = judgeOf(many.join('\n'));
    expect(said(judge, bearer(), { who: 'p4' })).toBe('s4 for r4');
    expect(said(judge, bearer('s4'), { who: 'p4' })).toBe('allowed by r4');
    expect(said(judge, bearer(), { who: 'p5' })).toBe('allowed by r5');
  });

  it('has nothing of all that without tokens', () => {
    const { scopes, access } = policyOf(rules, false);
    expect(scopes).toBeUndefined();
    expect(access.map((rule) => rule.scopes)).toEqual([undefined, undefined, undefined]);
    expect(access[0]!.to(key)).toBe(false);
  });
});

describe('a bundle', () => {
  const built = async (rules: string, tokens = true) => {
    const io = memoryIo('/gateway', { 'gateway.yaml': textOf(rules, tokens) });
    return (await compile('/gateway/gateway.yaml', { io })).bundle?.code;
  };
  const code = /insufficient_scope/;

  it('has code for challenges only where a rule asks for scopes, and tokens are taken', async () => {
    expect(await built('{ name: a, allow: crm__* }')).not.toMatch(code);
    expect(await built('{ name: a, allow: crm__*, to: { scope: a } }')).toMatch(code);
    const when = `{ name: a, allow: crm__*, when: '"a" in agent.scopes' }`;
    expect(await built(when)).toMatch(code);
    expect(await built(when, false)).not.toMatch(code);
    expect(await built('{ name: a, allow: crm__*, to: { scope: a }, shadow: true }')).not.toMatch(code);
  });
});

describe('the smallest set', () => {
  it.each([
    [['a', 'b'], [], [['b']], ['b']],
    [
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
      [
        ['b', 'c'],
        ['a', 'c'],
      ],
      ['a', 'c'],
    ],
    [['a', 'b', 'c'], ['a', 'b', 'c'], [['a', 'b', 'c'], ['c']], ['c']],
    [
      ['a', 'b', 'c', 'd'],
      ['b', 'd'],
      [
        ['a', 'c', 'd'],
        ['b', 'c', 'd'],
      ],
      ['b', 'c', 'd'],
    ],
    // Of those that are enough by themselves no two are needed.
    [['a', 'b'], [], [['a', 'b']], null],
  ])('of %j, %j together, where %j do', (single, joint, enough, wanted) => {
    const held = enough.map((some) => some.join());
    const found = smallest(single, joint, (some) => (held.includes(some.join()) ? some.length : null));
    expect(found?.scopes ?? null).toEqual(wanted);
  });
});
