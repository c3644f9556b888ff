// Names in rules and limits, where whoever has a token has a name, a team and roles that stand in no file.
import { expect, test } from 'vitest';
import { check } from '../../compiler/index.ts';
import { memoryIo } from './memory-io.ts';

const key = (digit: number): string => `keys: ["sha256:${String(digit).repeat(64)}"]`;

/** A gateway that is sound; each of its lines may be another. */
function gateway(lines: Readonly<Record<string, string>>): string {
  const all = {
    version: '1',
    name: 'acme',
    listen: '{ hosts: [mcp.acme.com] }',
    agents: `{ ci: { team: platform, roles: [robot], ${key(1)} } }`,
    issuers: issuer('agent: claims.sub, team: claims.team, roles: claims.groups'),
    servers: '{ crm: { url: https://crm.internal/mcp } }',
    access:
      '[{ name: all, allow: crm__*, to: { role: robot } }, { name: reads, allow: crm__get_*, to: { team: support } }]',
    ...lines,
  };
  return Object.entries(all)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name}: ${text}\n`)
    .join('');
}

const issuer = (says: string): string =>
  `[{ issuer: https://login.acme.com, audience: https://mcp.acme.com/mcp, ${says} }]`;

function findings(lines: Readonly<Record<string, string>>): readonly string[] {
  const io = memoryIo('/acme', { 'gateway.yaml': gateway(lines) });
  return check('/acme/gateway.yaml', { io }).findings.map(({ rule, message }) => `${rule} ${message}`);
}

/** What is said of expressions, and how to mend it. */
function helps(says: string): readonly string[] {
  const io = memoryIo('/acme', { 'gateway.yaml': gateway({ issuers: issuer(says) }) });
  return check('/acme/gateway.yaml', { io })
    .findings.filter(({ rule }) => rule.startsWith('cel/'))
    .map(({ message, help }) => `${message} ${help ?? ''}`.trim());
}

const allow = (to: string): string =>
  `[{ name: all, allow: crm__*, to: { role: robot } }, { name: reads, allow: crm__get_*, to: ${to} }]`;

test.each<readonly [string, Readonly<Record<string, string>>]>([
  ['any name, team and role', { access: allow('{ agent: ann, team: support, role: cashier }') }],
  ['no declared agent', { agents: '', access: '[{ name: all, allow: crm__*, to: { team: support } }]' }],
  [
    'a name behind a literal',
    { issuers: issuer(`agent: '"corp:" + claims.sub'`), access: allow('{ agent: "corp:ann" }') },
  ],
  [
    'one of the names, teams and roles that there are',
    {
      issuers: issuer(
        `agent: 'has(claims.a) ? "ann" : "bob"', team: 'has(claims.a) ? "pay" : ""', roles: '["reader"] + (has(claims.a) ? ["boss"] : [])'`,
      ),
      access: allow('{ agent: [ann, bob], team: pay, role: [reader, boss] }'),
    },
  ],
  [
    'roles made of claims',
    {
      issuers: issuer(`agent: claims.sub, roles: 'claims.groups.map(g, "idp:" + g)'`),
      access: allow('{ role: "idp:boss" }'),
    },
  ],
  [
    'a declared agent with an issuer and no key',
    {
      agents: `{ ci: { roles: [robot], ${key(1)} }, ann: { team: support, issuer: https://login.acme.com } }`,
      issuers: issuer('agent: claims.sub'),
    },
  ],
  [
    'a declared team that tokens may give',
    { teams: '{ platform: {}, support: {} }', access: allow('{ team: support }') },
  ],
  [
    'what only tokens have together with a key’s team',
    { access: allow('{ team: platform, role: cashier }') },
  ],
  [
    'what the anonymous agent has, where others may have it too',
    {
      agents: `{ ci: { roles: [robot], ${key(1)} }, guest: { roles: [guest] } }`,
      anonymous: 'guest',
      access:
        '[{ name: all, allow: crm__*, to: { role: robot } }, { name: guests, allow: crm__get_*, to: { role: guest } }, { name: guest, allow: crm__get_x, to: { agent: guest } }]',
    },
  ],
  [
    'limits by team and role, which tokens have',
    { limits: '[{ name: some, per: [team, role], tools: "*", rate: 5/minute }]' },
  ],
])('nothing is said of %s', (_, lines) => {
  expect(findings(lines)).toEqual([]);
});

test.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
  [
    'a name that no token can bear',
    {
      issuers: issuer(`agent: '"corp:" + claims.sub', roles: claims.groups`),
      access: allow('{ agent: [ann, "corp:ann"] }'),
    },
    ['access/unknown-agent There is no agent “ann”, and no token can bear the name.'],
  ],
  [
    'a role that no token gives',
    {
      issuers: issuer(`agent: claims.sub, roles: '["reader"]'`),
      access: allow('{ role: [reader, raeder] }'),
    },
    ['access/unknown-role No agent has the role “raeder”.'],
  ],
  [
    'roles where tokens give none',
    { issuers: issuer('agent: claims.sub, team: claims.team'), access: allow('{ role: cashier }') },
    ['access/unknown-role No agent has the role “cashier”.'],
  ],
  [
    'a team that is not declared, where some are',
    { teams: '{ platform: {}, support: {} }', access: allow('{ team: [support, suport] }') },
    ['access/unknown-team There is no team “suport”.'],
  ],
  [
    'labels, which no token has',
    { access: allow('{ label: { tier: gold } }') },
    ['access/unknown-label No agent has a label “tier”.'],
  ],
  [
    'a label and what only tokens have',
    {
      agents: `{ ci: { team: platform, roles: [robot], labels: { tier: gold }, ${key(1)} } }`,
      access: allow('{ label: { tier: gold }, role: cashier }'),
    },
    ['access/nobody No agent meets all that “reads” asks for.'],
  ],
  [
    'a declared team that neither agents nor tokens have',
    {
      teams: '{ platform: {}, pay: {}, sales: {} }',
      issuers: issuer(`agent: claims.sub, team: 'has(claims.a) ? "pay" : ""'`),
      access: allow('{ team: pay }'),
    },
    ['agents/unused-team No agent belongs to team “sales”.'],
  ],
  [
    'limits by what tokens do not have',
    {
      issuers: issuer('agent: claims.sub, team: claims.team'),
      limits: '[{ name: some, per: [team, role], tools: "*", rate: 5/minute }]',
    },
    [
      'limits/missing-team Agents without a role share one count: whoever comes with a token of “https://login.acme.com”.',
    ],
  ],
  [
    'an agent without key, beside tokens of others',
    { agents: `{ ci: { team: platform, roles: [robot], ${key(1)} }, bob: { team: support } }` },
    ['agents/no-key Agent “bob” has no key: nobody can call as it.'],
  ],
])('is said: %s', (_, lines, expected) => {
  expect(findings(lines)).toEqual(expected);
});

test('a path that is the gateway’s own where tokens are taken', () => {
  const path = '/.well-known/oauth-protected-resource';
  const listen = `{ path: ${path}, url: "https://mcp.acme.com${path}", hosts: [mcp.acme.com] }`;
  expect(findings({ listen })).toEqual([`listen/reserved-path “${path}” is the gateway's own.`]);
  const access = '[{ name: all, allow: crm__*, to: { role: robot } }]';
  expect(findings({ issuers: '', access, listen })).toEqual([]);
});

const called = (url: string, listen: string): readonly string[] => {
  const issuers = issuer('agent: claims.sub, team: claims.team, roles: claims.groups');
  return findings({ issuers: issuers.replace('https://mcp.acme.com/mcp', `"${url}"`), listen });
};

test.each([
  ['https://mcp.acme.com:8443/mcp', '{ hosts: [mcp.acme.com] }'],
  ['https://mcp.acme.com:8443/mcp', '{ hosts: ["mcp.acme.com:8443"] }'],
  ['http://localhost:8080/mcp', '{ port: 8080 }'],
  ['https://10.1.2.3/mcp', '{ host: 0.0.0.0, hosts: [mcp.acme.com] }'],
  ['https://[2001:db8::1]/mcp', '{ host: "::", hosts: [mcp.acme.com] }'],
  ['https://10.1.2.3/mcp', '{ host: 10.1.2.3 }'],
])('%s is called where the gateway listens as %s', (url, listen) => {
  expect(called(url, listen).filter((one) => one.startsWith('listen/url'))).toEqual([]);
});

test.each([
  ['https://mcp.acme.com/mcp', '{ hosts: ["mcp.acme.com:8443"] }'],
  ['https://10.1.2.3/mcp', '{ host: 10.1.2.4, hosts: [mcp.acme.com] }'],
  ['http://localhost/mcp', '{ host: 10.1.2.4, hosts: [mcp.acme.com] }'],
])('%s is refused where the gateway listens as %s', (url, listen) => {
  expect(called(url, listen)).toEqual([
    `listen/url-host Agents are told to call ${new URL(url).host}, and calls that bear it as Host are refused.`,
  ]);
});

test('teams that tokens give and the gateway does not have', () => {
  const team = `'has(claims.a) ? "suport" : has(claims.b) ? "sale" : ""'`;
  expect(
    findings({
      teams: '{ platform: {}, support: {} }',
      issuers: issuer(`agent: claims.sub, team: ${team}, roles: claims.groups`),
    }),
  ).toEqual(['agents/unknown-team This gives “suport” and “sale”, which `teams:` does not have.']);
});

const declared = 'claims: { groups: [string], org: { name: string } }';
const alone = 'What stands here reads `claims` alone.';

test.each([
  ['agent: sub', 'There is no variable `sub`. Write `claims.sub`.'],
  [`agent: grops, ${declared}`, 'There is no variable `grops`. Did you mean `claims.groups`?'],
  [`agent: sub, ${declared}`, 'There is no variable `sub`. Write `claims.sub`.'],
  [`agent: whatever, ${declared}`, `There is no variable \`whatever\`. ${alone}`],
  ['agent: claim.sub', 'There is no variable `claim`. Did you mean `claims`?'],
  ['agent: agent.name', `There is no variable \`agent\` here. ${alone}`],
  ['agent: claims.sub, team: request.headers.team', `There is no variable \`request\` here. ${alone}`],
  [
    `agent: claims.sub, roles: claims.grops, ${declared}`,
    '`claims` has no property `grops`. Did you mean `groups`?',
  ],
  [
    `agent: claims.upn, ${declared}`,
    '`claims` has no property `upn`. Declare its type at the issuer: `claims: { upn: string }`.',
  ],
  [`agent: claims.org.nam, ${declared}`, '`claims.org` declares no property `nam`. Did you mean `name`?'],
  [`agent: claims.sub, roles: '"reader"'`, 'The expression must give a list, this is string.'],
])('{ %s }', (says, expected) => {
  expect(helps(says)).toEqual([expected]);
});

/** What is said of a condition of an allow for readers, all of whom come with tokens. */
const ofCondition = (says: string, when: string): readonly string[] =>
  findings({
    issuers: issuer(says),
    access: `[{ name: all, allow: crm__*, to: { role: robot } }, { name: reads, allow: crm__get_*, to: { role: reader }, when: '${when}' }]`,
  });

test.each([
  ['agent: claims.sub, roles: claims.groups', 'agent.name == "bob"'],
  ['agent: claims.sub, roles: claims.groups', '"boss" in agent.roles'],
  ['agent: claims.sub, team: claims.team, roles: claims.groups', 'agent.team == "pay"'],
  [`agent: '"corp:" + claims.sub', roles: claims.groups`, 'agent.name.startsWith("corp:b")'],
  [`agent: claims.sub, roles: '["reader"] + (has(claims.a) ? ["boss"] : [])'`, '"boss" in agent.roles'],
])('where { %s }, %s may come out either way', (says, when) => {
  expect(ofCondition(says, when)).toEqual([]);
});

test.each([
  [`agent: '"corp:" + claims.sub', roles: claims.groups`, 'agent.name == "bob"'],
  [`agent: '"corp:" + claims.sub', roles: claims.groups`, 'agent.name.startsWith("partner:")'],
  ['agent: claims.sub, roles: claims.groups', 'agent.name == "ci"'],
  ['agent: claims.sub, roles: claims.groups', 'agent.team == "pay"'],
  [`agent: claims.sub, roles: '["reader"]'`, '"boss" in agent.roles'],
  ['agent: claims.sub, roles: claims.groups', 'has(agent.labels.tier) && agent.labels.tier == "gold"'],
])('where { %s }, %s is never true', (says, when) => {
  const found = ofCondition(says, when).filter((one) => !one.startsWith('issuers/reaches-nothing'));
  expect(found).toEqual([
    expect.stringMatching(/^access\/impossible-condition The condition of “reads” can never be true/),
  ]);
});

test('a label that declared agents alone have, read of tokens too', () => {
  expect(
    findings({
      agents: `{ ci: { team: platform, labels: { tier: gold }, ${key(1)} } }`,
      access: `[{ name: all, allow: "*" }, { name: not-gold, deny: crm__put_*, when: 'agent.labels.tier == "gold"' }]`,
    }),
  ).toEqual([
    'access/too-broad “all” allows every tool of every server to everyone with a key or a token.',
    'access/deny-can-error “not-gold” also denies calls without `agent.labels.tier`.',
  ]);
});

test('what a limit charges, where tokens have teams, and where they have none', () => {
  const limits = `[{ name: some, per: 'agent.team == "pay" ? "pay" : "others"', tools: "*", rate: 5/minute }]`;
  const all = { limits, agents: '', access: '[{ name: all, allow: crm__get_* }]' };
  expect(findings(all)).toEqual([]);
  expect(findings({ ...all, issuers: issuer('agent: claims.sub') })).toEqual([
    'limits/constant-per What “some” charges does not depend on this condition: it can never be true, since `agent.team == "pay"` holds for no agent or tool that it concerns.',
  ]);
});

test('too many callers to tell apart', () => {
  const many = (of: string) => Array.from({ length: 9 }, (_, at) => `${of}${at}`).join(', ');
  const access = (deny: string) =>
    `[{ name: all, allow: crm__*, to: { role: robot } }, { name: many, allow: crm__get_*, to: { agent: [${many('a')}], team: [${many('t')}] } }, { name: closed, deny: crm__get_*, to: ${deny} }]`;
  expect(findings({ access: access('{ team: t0 }') })).toEqual([]);
  expect(findings({ access: access(`{ team: [${many('t')}] }`) })).toEqual([
    'access/cancelled-allow “many” allows nothing: “closed” denies all of it.',
  ]);
});

test.each(['"write" in agent.scopes', 'has(agent.claims.tenant)', 'agent.method == "token"'])(
  'without tokens, %s is never true',
  (when) => {
    const access = `[{ name: all, allow: crm__get_*, to: { role: robot } }, { name: more, allow: crm__put_*, to: { role: robot }, when: '${when}' }]`;
    expect(findings({ issuers: '', access })).toEqual([
      expect.stringMatching(/^access\/impossible-condition The condition of “more” can never be true/),
    ]);
    expect(
      findings({ agents: `{ ci: { roles: [robot], ${key(1)}, issuer: https://login.acme.com } }`, access }),
    ).toEqual([]);
  },
);

test('a claim that no issuer declares, in a rule', () => {
  const issuers = issuer(`agent: claims.sub, roles: claims.groups, ${declared}`);
  const access = (when: string) =>
    `[{ name: all, allow: crm__*, to: { role: robot } }, { name: own, allow: crm__get_*, to: { role: reader }, when: '${when}' }]`;
  expect(findings({ issuers, access: access('has(agent.claims.org) && agent.claims.org == {}') })).toEqual(
    [],
  );
  const io = memoryIo('/acme', {
    'gateway.yaml': gateway({ issuers, access: access('agent.claims.upn == "a"') }),
  });
  const [found] = check('/acme/gateway.yaml', { io }).findings;
  expect(found).toMatchObject({
    message: '`agent.claims` has no property `upn`.',
    help: 'Declare its type at the issuer: `claims: { upn: string }`.',
  });
});
