// One file with exactly what was recorded, the plan first, and its three companions.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bundle } from '../../compiler/bundle/index.ts';
import { fakeDist, fakeGenerated } from './fake.ts';

const options = { gateway: 'gateway.yaml', overlays: [], output: 'gateway.mjs', minify: false, flags: [] };

const dist = fakeDist();
const make = (...transports: ('http' | 'stdio')[]) => bundle(fakeGenerated(transports), options, dist);

describe('the file', () => {
  test('has a part only if it was recorded', async () => {
    const none = (await make()).code;
    expect(none).not.toMatch(/HTTP|STDIO|SPAWN|UNDICI|OTHER|UNUSED/);
    const http = (await make('http')).code;
    expect(http).toMatch(/HTTP/);
    expect(http).toMatch(/UNDICI/);
    expect(http).not.toMatch(/STDIO|SPAWN/);
    const both = (await make('http', 'stdio')).code;
    expect(both).toMatch(/SPAWN/);
  });

  test('begins with its origin, then the plan with its comments', async () => {
    const { code } = await make('http');
    expect(code.split('\n').slice(0, 13).join('\n')).toMatchInlineSnapshot(`
      "//! MCP gateway acme, compiled by mcpgw 0.1.0. Do not edit: change the sources and compile again.
      //! Rebuild: mcpgw compile gateway.yaml -o gateway.mjs
      //! Target: node>=20.19
      //! Policy: abababababababababababababababababababababababababababababababab
      //! Source: gateway.yaml sha256:cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd

      // mcpgw:plan.js
      //! The policy of acme.
      function plan(cel) {
        const cel$at = cel.at;
        //! gateway.yaml:3 small-refunds
        //! args.amount <= 100
        const $small_refunds = (agent, tool, args) => cel$at(args, "amount") <= 100;"
    `);
  });

  test.each([false, true])('keeps the comments of the plan (minify: %s)', async (minify) => {
    const { code } = await bundle(fakeGenerated(), { ...options, minify }, dist);
    expect(code).toContain('//! gateway.yaml:3 small-refunds\n');
    expect(code).toContain('//! args.amount <= 100\n');
  });

  test('is the same whenever it is made', async () => {
    const [a, b] = await Promise.all([make('http'), make('http')]);
    expect(a.files).toEqual(b.files);
  });

  test('works as a library', async () => {
    const { code } = await make('http', 'stdio');
    const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Loaded;
    const { gateway, front } = module.createGateway({ env: 1 });
    expect(module.policy).toEqual({ name: 'acme', hash: 'ab'.repeat(32), compiler: '0.1.0' });
    expect(front).toEqual({ front: 'acme' });
    expect(gateway.plan.when(null, null, { amount: 100 })).toBe(true);
    expect(gateway.stages.agents()).toBe('KEYS');
    expect(gateway.stages.servers.http?.()).toBe('HTTP');
    expect(gateway.stages.servers.stdio?.()).toBe('STDIO');
    expect(gateway.environment).toEqual({ env: 1 });
  });

  test('without servers the stages still have the key', async () => {
    const { code } = await make();
    const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Loaded;
    expect(module.createGateway({}).gateway.stages.servers).toEqual({});
  });

  test('a broken package is named, not a crash of the bundler', async () => {
    await expect(bundle(fakeGenerated([], { audit: 'gone/gone#gone' }), options, dist)).rejects.toThrow(
      'dist/runtime/gone/gone.js',
    );
    await expect(bundle(fakeGenerated([], { audit: 'bad/bad#bad' }), options, dist)).rejects.toThrow(
      'left-pad',
    );
    await expect(bundle(fakeGenerated([], { audit: 'bad/half#half' }), options, dist)).rejects.toThrow(
      'runtime/bad/half.js:1:18: ERROR: Could not resolve "./missing.js"',
    );
    await expect(bundle(fakeGenerated([], { audit: 'agents/keys#nothing' }), options, dist)).rejects.toThrow(
      'nothing',
    );
  });
});

test('a gateway without a stage that must decide is not made', async () => {
  const generated = fakeGenerated();
  const { access: _, ...stages } = generated.stages;
  await expect(bundle({ ...generated, stages }, options, dist)).rejects.toThrow(
    'No part was recorded for access.',
  );
  const counting = fakeGenerated([], { limits: 'limits/index#limitStage' });
  await expect(bundle(counting, options, dist)).rejects.toThrow('No part was recorded for state.');
});

describe('its companions', () => {
  test('a source map of names that are the same everywhere, with the sources', async () => {
    const { files } = await make('http');
    const map = JSON.parse(files[1]!.text) as { sources: string[]; sourcesContent: string[] };
    expect(files[1]!.name).toBe('gateway.mjs.map');
    expect(map.sources).toContain('mcpgw:plan.js');
    expect(map.sources).toContain('runtime/front/index.js');
    for (const source of map.sources) expect(source).toMatch(/^(mcpgw:|runtime\/|vendor\/)[a-z]/);
    expect(map.sourcesContent).toHaveLength(map.sources.length);
  });

  test('the licences of what is in it, in full', async () => {
    const text = async (...kinds: ('http' | 'stdio')[]) => (await make(...kinds)).files[2]!.text;
    expect(await text()).toContain('TEXT OF MCPGW');
    expect(await text()).not.toContain('UNDICI');
    expect(await text('http')).toContain('undici 7.0.0 (MIT)');
  });

  test('a manifest of what it is and needs', async () => {
    const { code, files, manifest } = await make('http');
    expect(JSON.parse(files[3]!.text)).toEqual(manifest);
    expect(manifest).toMatchObject({
      version: 1,
      gateway: 'acme',
      command: 'mcpgw compile gateway.yaml -o gateway.mjs',
      policy: 'ab'.repeat(32),
      output: {
        file: 'gateway.mjs',
        bytes: Buffer.byteLength(code),
        sha256: createHash('sha256').update(code).digest('hex'),
      },
      environment: [{ env: 'PAY_KEY', secret: true, optional: false, places: ['gateway.yaml:9'] }],
      files: [],
      hosts: [{ name: 'pay.internal', places: ['gateway.yaml:8'] }],
    });
    expect(manifest.parts.map((part) => part.name)).toEqual([
      'access',
      'agents',
      'catalog',
      'cel',
      'entry',
      'front',
      'gateway',
      'hosts',
      'plan',
      'servers',
      'telemetry',
      'vendor/undici',
    ]);
  });
});

interface Loaded {
  readonly policy: unknown;
  createGateway(environment: unknown): {
    readonly front: unknown;
    readonly gateway: {
      readonly plan: { when(agent: unknown, tool: unknown, args: unknown): boolean };
      readonly stages: {
        agents(): unknown;
        readonly servers: Record<'http' | 'stdio', (() => unknown) | undefined>;
      };
      readonly environment: unknown;
    };
  };
}
