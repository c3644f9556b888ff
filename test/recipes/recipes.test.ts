// Each recipe, printed for three gateways: its text as a golden, and its parts as the program that reads it has them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { recipeNames } from '../../compiler/cli/recipe-names.ts';
import { recipes } from '../../compiler/recipes/index.ts';
import { expectGolden } from '../golden.ts';
import { unlessMissing } from '../programs.ts';
import { print, tried } from './world.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpgw-recipes-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The documents of a YAML text, without a mistake or a warning. */
function documents(text: string): readonly unknown[] {
  const all = parseAllDocuments(text);
  if ('empty' in all) return [];
  for (const document of all) expect([...document.errors, ...document.warnings]).toEqual([]);
  return all.map((document): unknown => document.toJS()).filter((value) => value !== null);
}

test('every name has a recipe', () => {
  expect(Object.keys(recipes)).toEqual([...recipeNames]);
});

describe.each(tried)('for $name', (gateway) => {
  test.each(recipeNames.filter((name) => name !== 'wrangler'))('%s is what was reviewed', async (name) => {
    const golden = join(import.meta.dirname, 'golden', gateway.name, `${name}.txt`);
    expectGolden(golden, await print(name, gateway));
  });

  test.each(['github-action', 'gitlab-ci', 'pre-commit', 'kubernetes'])('%s is YAML', async (name) => {
    expect(documents(await print(name, gateway)).length).toBeGreaterThan(0);
  });

  test('kubernetes gives what the pod needs, and no rights', async () => {
    const [deployment, service, policy] = documents(await print('kubernetes', gateway)) as [
      Deployment,
      Service,
      Policy,
    ];
    expect([deployment.kind, service.kind, policy.kind]).toEqual(['Deployment', 'Service', 'NetworkPolicy']);
    // A DNS label of RFC 1035, as a Service needs.
    for (const { metadata } of [deployment, service, policy]) {
      expect(metadata.name).toMatch(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/);
    }
    const { template, selector } = deployment.spec;
    expect(template.metadata.labels).toEqual(selector.matchLabels);
    expect(service.spec.selector).toEqual(selector.matchLabels);
    expect(policy.spec.podSelector.matchLabels).toEqual(selector.matchLabels);
    expect(template.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    const [container] = template.spec.containers as [Container];
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container.ports[0]?.containerPort).toBeGreaterThanOrEqual(1024);
    expect(service.spec.ports[0]?.targetPort).toBe(container.ports[0]?.name);
    for (const probe of [container.startupProbe, container.readinessProbe, container.livenessProbe]) {
      expect(probe.httpGet).toMatchObject({
        path: expect.stringMatching(/^\/(healthz|readyz)$/),
        port: 'http',
      });
    }
    const volumes = (template.spec.volumes ?? []).map(({ name }) => name);
    for (const mount of container.volumeMounts ?? []) expect(volumes).toContain(mount.name);
    for (const rule of policy.spec.egress) {
      for (const { port } of rule.ports) expect(port).toBeGreaterThan(0);
    }
  });

  test('dockerfile has known instructions, two stages, and no root', async () => {
    const text = await print('dockerfile', gateway);
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const words = lines.map((line) => line.split(' ')[0]);
    const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'EXPOSE', 'HEALTHCHECK', 'ENTRYPOINT'];
    expect(words.filter((word) => !known.includes(word ?? ''))).toEqual([]);
    expect(words.filter((word) => word === 'FROM')).toHaveLength(2);
    expect(lines.indexOf('USER 65532:65532')).toBeGreaterThan(words.lastIndexOf('FROM'));
    // The arrays are JSON, or docker would hand them to a shell.
    for (const array of text.match(/(?<=(?:CMD|ENTRYPOINT) )\[.*\]$/gm) ?? []) {
      expect(JSON.parse(array)).toEqual(expect.arrayContaining([expect.stringMatching(/node$/)]));
    }
    expect(text.match(/(?<=(?:CMD|ENTRYPOINT) )\[.*\]$/gm)).toHaveLength(2);
    for (const line of lines.filter((one) => one.startsWith('RUN '))) expectShell(line.slice(4));
  });

  unlessMissing('systemd-analyze')('systemd is a unit that systemd takes', async () => {
    const unit = (await print('systemd', gateway)).replace(
      /^ExecStart=\S+/m,
      `ExecStart=${process.execPath}`,
    );
    const file = join(folder, `${gateway.name}.service`);
    writeFileSync(file, unit);
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], {
      encoding: 'utf8',
    });
    const said = `${stdout}${stderr}`.split('\n').filter((line) => line.includes(file));
    expect(said).toEqual([]);
    expect(status).toBe(0);
  });

  unlessMissing('systemd-analyze')('systemd leaves it little to do harm with', async () => {
    const file = join(folder, `${gateway.name}-exposed.service`);
    writeFileSync(file, await print('systemd', gateway));
    const argv = ['security', '--offline=yes', '--threshold=30', '--no-pager', file];
    const { status, stdout, stderr } = spawnSync('systemd-analyze', argv, { encoding: 'utf8' });
    expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: '' });
  });
});

function expectShell(command: string): void {
  const { status, stderr } = spawnSync('bash', ['-n', '-c', command], { encoding: 'utf8' });
  expect({ status, stderr }, command).toEqual({ status: 0, stderr: '' });
}

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: unknown };
}
type Labels = Readonly<Record<string, unknown>>;
interface Deployment extends Named {
  readonly spec: {
    readonly selector: { readonly matchLabels: Labels };
    readonly template: {
      readonly metadata: { readonly labels: Labels };
      readonly spec: {
        readonly containers: readonly Container[];
        readonly volumes?: readonly { readonly name: string }[];
      };
    };
  };
}
interface Container {
  readonly securityContext: unknown;
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe: Probe;
  readonly readinessProbe: Probe;
  readonly livenessProbe: Probe;
  readonly volumeMounts?: readonly { readonly name: string }[];
}
interface Probe {
  readonly httpGet: unknown;
}
interface Service extends Named {
  readonly spec: { readonly selector: Labels; readonly ports: readonly { readonly targetPort: string }[] };
}
interface Policy extends Named {
  readonly spec: {
    readonly podSelector: { readonly matchLabels: Labels };
    readonly egress: readonly { readonly ports: readonly { readonly port: number }[] }[];
  };
}
