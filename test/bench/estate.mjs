// A gateway of any size for the checks over the whole model: agents of several teams and roles, servers whose tools are
// named, and rules of every kind, some of them planted to be found.
import { join } from 'node:path';
import { printLock } from '../../dist/compiler/lock/file.js';
import { takeLock } from '../../dist/compiler/lock/take.js';

const PER_SERVER = 40;
const TEAMS = 20;
const ROLES = 10;
/** How many rules of each kind are wrong, of a thousand. */
const planted = {
  'access/redundant-allow': 10,
  'access/cancelled-allow': 10,
  'access/dead-deny': 10,
  'access/impossible-condition': 10,
};

const toolOf = (at) => `tool_${at % PER_SERVER}_${at}`;
const serverOf = (at) => `s${Math.floor(at / PER_SERVER)}`;

function agentsYaml(count) {
  return Array.from({ length: count }, (_, at) => {
    const key = `sha256:${(at + 1).toString(16).padStart(64, '0')}`;
    const roles = [`role-${at % ROLES}`, `role-${(at * 7 + 3) % ROLES}`];
    const labels = `{ ward: w${at % 50} }`;
    return `  a${at}: { team: team-${at % TEAMS}, roles: [${[...new Set(roles)].join(', ')}], labels: ${labels}, keys: ["${key}"] }\n`;
  }).join('');
}

function serversYaml(tools) {
  return Array.from({ length: Math.ceil(tools / PER_SERVER) }, (_, server) => {
    const first = server * PER_SERVER;
    const names = Array.from({ length: Math.min(PER_SERVER, tools - first) }, (_, at) => toolOf(first + at));
    return `  s${server}: { url: "https://s${server}.internal/mcp", tools: { include: [${names.join(', ')}] } }\n`;
  }).join('');
}

/** A lock of all tools, each with words and a schema of its own. */
function lockText(tools) {
  const listings = Array.from({ length: Math.ceil(tools / PER_SERVER) }, (_, server) => {
    const first = server * PER_SERVER;
    const own = Array.from({ length: Math.min(PER_SERVER, tools - first) }, (_, at) =>
      toolDefinition(first + at),
    );
    const offered = { tools: own, prompts: [], resourceTemplates: [], instructions: null };
    return { server: `s${server}`, offered, failure: null, rejected: [] };
  });
  return printLock(takeLock(listings, null));
}

function toolDefinition(at) {
  const text = {
    type: 'string',
    minLength: 1,
    maxLength: 100 + at,
    description: `What it is about, case ${at}.`,
  };
  const properties = {
    n: { type: 'integer', minimum: 0, maximum: 10_000 + at, description: 'How many are wanted.' },
    kind: { type: 'string', enum: Array.from({ length: 30 }, (_, kind) => `k${kind}`) },
    query: text,
    tags: { type: 'array', items: text, maxItems: 20 },
    where: { type: 'object', properties: { city: text, country: text }, required: ['city'] },
  };
  return {
    name: toolOf(at),
    description: `Finds records of case ${at}. Give a query, or a place and how many records are wanted.`,
    inputSchema: { type: 'object', properties, required: ['n', 'kind'] },
    annotations: { readOnlyHint: at % 2 === 0 },
  };
}

/** One rule; every hundredth of a kind is wrong. */
function ruleYaml(at, tools, locked) {
  const tool = at % tools;
  const name = `${serverOf(tool)}__${toolOf(tool)}`;
  const to = at % 3 === 0 ? `{ team: team-${at % TEAMS} }` : `{ role: role-${at % ROLES} }`;
  const rule = (effect, what, when) =>
    `  - { name: r${at}, ${effect}: "${what}", to: ${to}${when === undefined ? '' : `, when: '${when}'`} }\n`;
  switch (at % 100) {
    case 1:
      return `${rule('allow', `${serverOf(tool)}__*`)}  - { name: r${at}-again, allow: "${name}", to: ${to}, when: 'args.n <= ${at}' }\n`;
    case 2:
      return `${rule('allow', name)}  - { name: r${at}-not, deny: "${name}" }\n`;
    // A lock says of every tool that there is none of that name: an error, not a finding of the whole model.
    case locked ? -1 : 3:
      return `  - { name: r${at}, deny: "gone__*_${at}", to: ${to} }\n`.replace(
        'gone__',
        `${serverOf(tool)}__nothing_`,
      );
    case 4:
      return rule('allow', name, `args.n > ${at} && args.n < ${at - 1}`);
    default:
      if (at % 10 === 5) return rule('deny', `${serverOf(tool)}__tool_*`, `has(args.n) && args.n > ${at}`);
      return rule(
        'allow',
        at % 4 === 0 ? `${serverOf(tool)}__tool_${at % PER_SERVER}_*` : name,
        `args.kind == "k${at % 30}" && args.n <= ${at}`,
      );
  }
}

/** Two issuers whose tokens may bear any name, team and roles, but for labels. */
const issuersYaml = `issuers:
  - { issuer: "https://login.acme.com", audience: "https://mcp.acme.com/mcp", agent: claims.sub, team: claims.team, roles: claims.groups }
  - { issuer: "https://ci.acme.com", audience: "https://mcp.acme.com/mcp", agent: '"ci:" + claims.sub', roles: 'claims.groups.map(g, "role-" + g)' }
`;

/** The files of an estate, in memory. @returns texts by name, the gateway file's path and an `io` that holds it and what it includes */
export function estate({ agents, tools, rules, lock = false, issuers = false }) {
  const folder = '/estate';
  const files = new Map([
    ['agents.yaml', `agents:\n${agentsYaml(agents)}`],
    ['servers.yaml', `servers:\n${serversYaml(tools)}`],
  ]);
  const all = Array.from({ length: rules }, (_, at) => ruleYaml(at, tools, lock));
  const names = [];
  for (let at = 0; at < all.length; at += 3000) {
    files.set(`access-${at}.yaml`, `access:\n${all.slice(at, at + 3000).join('')}`);
    names.push(`access-${at}.yaml`);
  }
  const include = ['agents.yaml', 'servers.yaml'].concat(
    names.map((path) => `{ path: ${path}, tools: ["*"] }`),
  );
  const locked = lock ? 'catalog: { lock: tools.lock.json }\n' : '';
  if (lock) files.set('tools.lock.json', lockText(tools));
  files.set(
    'gateway.yaml',
    `version: 1\nname: estate\ninclude: [${include.join(', ')}]\n${locked}${issuers ? issuersYaml : ''}`,
  );
  const bytes = new Map(
    [...files].map(([name, text]) => [join(folder, name), new TextEncoder().encode(text)]),
  );
  const readFile = (path) => {
    const found = bytes.get(path);
    if (found === undefined) throw new Error(`no ${path}`);
    return found;
  };
  return {
    files,
    file: join(folder, 'gateway.yaml'),
    io: { readFile, realpath: (path) => path, list: () => [] },
  };
}
estate.planted = planted;
