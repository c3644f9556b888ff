// Overlays: what one environment may change, what it may not, and whose words a finding marks.
import { describe, expect, it } from 'vitest';
import { createPositions } from '../../compiler/diagnostics/position.ts';
import { check, compile } from '../../compiler/pipeline.ts';
import { environmental } from '../../compiler/schema/validate.ts';
import { readGateway } from '../../compiler/source/gateway.ts';
import { memoryIo } from './memory.ts';

const gateway = `version: 1
name: acme
include: [pay.yaml]
agents: { bot: { keys: ["sha256:${'a'.repeat(64)}"] } }
servers:
  crm:
    url: https://crm.example/mcp
    credentials: { header: { X-Api-Key: { env: CRM_KEY } } }
  files: { command: [npx, some-server] }
access: [{ name: all, allow: "*", to: { agent: bot } }]
limits:
  - { name: per-agent, per: agent, rate: 10/minute, burst: 2 }
  - { name: per-team, per: tool, rate: 20/minute }
`;
const pay = 'servers:\n  pay: { url: https://pay.example/mcp }\n';

const files = (...overlays: string[]) =>
  memoryIo({
    'gateway.yaml': gateway,
    'pay.yaml': pay,
    ...Object.fromEntries(overlays.map((text, index) => [`env/${index}.yaml`, text])),
  });

/** The merged value, and what is wrong as `rule place: message (help)`. */
function laid(...overlays: string[]) {
  const over = { files: overlays.map((_, index) => `/home/env/${index}.yaml`), environmental };
  const loaded = readGateway('/home/gateway.yaml', files(...overlays), over);
  const { place } = createPositions(loaded.files);
  return {
    value: loaded.value as Record<string, Record<string, unknown>>,
    told: loaded.findings.map(
      ({ rule, range, message, help }) =>
        `${rule} ${range === null ? '-' : place(range)}: ${message}${help === undefined ? '' : ` (${help})`}`,
    ),
    paths: loaded.files.map(({ path }) => path),
  };
}

const checked = (...overlays: string[]) => {
  const { findings, sources } = check('/home/gateway.yaml', {
    io: files(...overlays),
    overlays: overlays.map((_, index) => `/home/env/${index}.yaml`),
  });
  const { place } = createPositions(sources);
  return findings.map(
    ({ rule, range, message }) => `${rule} ${range === null ? '-' : place(range)}: ${message}`,
  );
};

describe('an overlay', () => {
  it('changes addresses, credentials, deadlines and the numbers of limits, and leaves the rest', () => {
    const { value, told, paths } = laid(
      `listen: { host: 0.0.0.0, hosts: [mcp.acme.example] }
servers:
  crm:
    url: https://crm.prod.example/mcp
    credentials: { header: { Authorization: { env: CRM_TOKEN } } }
    timeout: 5s
  pay: { url: https://pay.prod.example/mcp }
limits:
  - { name: per-team, rate: 2000/minute, burst: 50 }
telemetry: { audit: { to: stdout } }
`,
    );
    expect(told).toEqual([]);
    expect(paths).toEqual(['gateway.yaml', 'pay.yaml', 'env/0.yaml']);
    expect(value).toMatchObject({
      listen: { host: '0.0.0.0', hosts: ['mcp.acme.example'] },
      telemetry: { audit: { to: 'stdout' } },
      limits: [
        { name: 'per-agent', per: 'agent', rate: '10/minute', burst: 2 },
        { name: 'per-team', per: 'tool', rate: '2000/minute', burst: 50 },
      ],
    });
    // A value is replaced whole: the key of the base does not go to the server of production.
    expect(value.servers?.crm).toEqual({
      url: 'https://crm.prod.example/mcp',
      credentials: { header: { Authorization: { env: 'CRM_TOKEN' } } },
      timeout: '5s',
    });
    expect(value.servers?.files).toEqual({ command: ['npx', 'some-server'] });
  });

  it('goes over an earlier one', () => {
    const { value, told } = laid(
      'listen: { port: 1, path: /a }\nlimits: [{ name: per-agent, burst: 3 }]\n',
      'listen: { port: 2 }\n',
    );
    expect(told).toEqual([]);
    expect(value.listen).toEqual({ port: 2, path: '/a' });
    expect(value.limits).toMatchObject([{ burst: 3 }, {}]);
  });

  it('changes nothing of who may do what', () => {
    const { value, told } = laid(
      `version: 2
access: []
agents: { evil: {} }
anonymous: bot
include: [more.yaml]
servers:
  crm: { tools: { include: ["*"] }, command: [sh] }
limits:
  - { name: per-agent, per: tool, tools: none }
`,
    );
    expect(told).toEqual(
      [
        ['version', '1'],
        ['access', '2'],
        ['agents', '3'],
        ['anonymous', '4'],
        ['include', '5'],
        ['servers.crm.tools', '7'],
        ['servers.crm.command', '7'],
        ['limits.per-agent.per', '9'],
        ['limits.per-agent.tools', '9'],
      ].map(([path, line]) =>
        expect.stringContaining(
          `source/overlay-key env/0.yaml:${line}: An overlay may not change \`${path}\`. (It may change `,
        ),
      ),
    );
    const { value: base } = laid();
    expect(value).toEqual(base);
  });

  it('adds no server and no limit, and names the nearest', () => {
    expect(
      laid(`lisen: { port: 1 }
servers: { crn: { url: https://x.example }, brand-new: { url: https://x.example } }
limits: [{ name: per-agnt, burst: 1 }, { burst: 1 }, { name: per-team, burst: 1 }, { name: per-team, burst: 2 }]
`).told,
    ).toEqual([
      'source/overlay-key env/0.yaml:1: An overlay may not change `lisen`. (Did you mean `listen`?)',
      'source/overlay-shape env/0.yaml:2: `servers` has no “crn” for an overlay to change. (Did you mean `crm`?)',
      'source/overlay-shape env/0.yaml:2: `servers` has no “brand-new” for an overlay to change. (Add it to the gateway file first.)',
      'source/overlay-shape env/0.yaml:3: `limits` has no “per-agnt” for an overlay to change. (Did you mean `per-agent`?)',
      'source/overlay-shape env/0.yaml:3: Each item of `limits` needs the `name` of what it changes.',
      'source/overlay-shape env/0.yaml:3: “per-team” is changed twice here. (Keep one of the two.)',
    ]);
  });

  it('has the shape of what it changes', () => {
    expect(laid('listen: 8080\nservers: [crm]\nlimits: { per-agent: 1 }\n').told).toEqual([
      'source/overlay-shape env/0.yaml:1: `listen` must be a map.',
      'source/overlay-shape env/0.yaml:2: `servers` must be a map.',
      'source/overlay-shape env/0.yaml:3: `limits` must be a list of items with names.',
    ]);
  });

  it('gives several addresses in place of one, and one in place of several', () => {
    const several = 'servers: { crm: { urls: ["https://a.acme.com/mcp", "https://b.acme.com/mcp"] } }\n';
    const one = 'servers: { crm: { url: "https://c.acme.com/mcp" } }\n';
    const crm = (...overlays: string[]) => {
      const { value, told } = laid(...overlays);
      expect(told).toEqual([]);
      const { url, urls } = (value.servers as Record<string, Record<string, unknown>>).crm ?? {};
      return { url, urls };
    };
    expect(crm(several)).toEqual({
      url: undefined,
      urls: ['https://a.acme.com/mcp', 'https://b.acme.com/mcp'],
    });
    expect(crm(several, one)).toEqual({ url: 'https://c.acme.com/mcp', urls: undefined });
    expect(
      checked('servers: { crm: { url: "https://c.acme.com/mcp", urls: ["https://d.acme.com/mcp"] } }\n'),
    ).toContainEqual(expect.stringMatching(/^schema\/exactly-one env\/0\.yaml:1: /));
  });

  it('is a file of its own, given once', () => {
    const io = files('listen: { port: 1 }\n');
    const over = ['/home/env/0.yaml', '/home/env/0.yaml', '/home/pay.yaml', '/home/none.yaml'];
    const { findings } = readGateway('/home/gateway.yaml', io, { files: over, environmental });
    expect(findings.map(({ message, range }) => [message, range])).toEqual([
      ['The overlay /home/env/0.yaml is given twice.', null],
      ['/home/pay.yaml is part of the gateway already.', null],
      ['/home/none.yaml cannot be read: it does not exist.', null],
    ]);
  });
});

describe('a finding on what an overlay brought', () => {
  it.each([
    ['servers: { crm: { timeout: soon } }', 'schema/pattern env/0.yaml:1'],
    ['servers: { files: { url: https://x.example/mcp } }', 'schema/exactly-one env/0.yaml:1'],
    [
      'servers: { files: { credentials: { header: { A: { env: B } } } } }',
      'servers/misplaced-key env/0.yaml:1',
    ],
    ['servers: { crm: { url: "http://far.example/mcp" } }', 'servers/plaintext env/0.yaml:1'],
    ['servers: { crm: { credentials: secret } }', 'schema/type env/0.yaml:1'],
    ['limits: [{ name: per-agent, rate: 0/minute }]', 'schema/pattern env/0.yaml:1'],
    ['listen: { path: /healthz }', 'listen/reserved-path env/0.yaml:1'],
    ['listen: { port: }', 'schema/type env/0.yaml:1'],
  ])('%s stands there', (text, place) => {
    expect(checked(`${text}\n`).map((line) => line.split(': ')[0])).toContain(place);
  });

  it('of the base stays with the base', () => {
    expect(checked('listen: { port: 1 }\n')).toEqual([]);
  });
});

it('names its overlays in the command that rebuilds, and counts them in the policy', async () => {
  const io = files('listen: { port: 1 }\n');
  const options = { io, output: 'gateway.mjs' };
  const { bundle } = await compile('/home/gateway.yaml', { ...options, overlays: ['/home/env/0.yaml'] });
  expect(bundle?.manifest.command).toBe('mcpgw compile gateway.yaml --with env/0.yaml -o gateway.mjs');
  expect(bundle?.manifest.sources.map(({ path }) => path)).toEqual([
    'gateway.yaml',
    'pay.yaml',
    'env/0.yaml',
  ]);
  expect(bundle?.code).toContain('--with env/0.yaml');
  const base = await compile('/home/gateway.yaml', options);
  expect(base.bundle?.manifest.policy).not.toBe(bundle?.manifest.policy);
});
