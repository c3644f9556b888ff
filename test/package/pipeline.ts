// The recipes of pipelines, run as a pipeline would: their very commands, in a clone, with the package installed by npm ci.
import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { run } from './installed.ts';

function shell(line: string, cwd: string) {
  return run('bash', ['-e', '-o', 'pipefail', '-c', line], cwd);
}

/** In milliseconds: npm and a busy machine are no failure. */
const TIMEOUT = 300_000;

const withoutNpx = (line: string): string => line.replace('npx --no-install ', 'node_modules/.bin/');

function sound(line: string, cwd: string): string {
  const { status, out, err } = shell(line, cwd);
  expect(status, `${line}\n${out}${err}`).toBe(0);
  return out;
}

interface Workflow {
  readonly jobs: {
    readonly gateway: { readonly steps: readonly { readonly run?: string; readonly uses?: string }[] };
  };
}
interface Hooks {
  readonly repos: readonly {
    readonly hooks: readonly { readonly entry: string; readonly files: string }[];
  }[];
}

/** @param installed the folder of a project with the package, in a folder that is removed at the end */
export function pipeline(installed: () => string): void {
  let project = '';
  let clone = '';
  beforeAll(() => {
    project = `${installed()}-of-a-team`;
    clone = `${project}-cloned`;
    cpSync(installed(), project, { recursive: true });
    sound('node_modules/.bin/mcpgw init && node_modules/.bin/mcpgw compile', project);
    writeFileSync(join(project, '.npmrc'), 'audit=false\nfund=false\n');
    sound(
      'git init -q && git add -A && git -c user.name=t -c user.email=t@example.com commit -qm first',
      project,
    );
    sound(`git clone -q ${project} ${clone}`, project);
  }, TIMEOUT);

  const printed = new Map<string, unknown>();
  const recipe = (name: string): unknown => {
    const text = () => run(join(project, 'node_modules/.bin/mcpgw'), ['recipe', name], project).out;
    if (!printed.has(name)) printed.set(name, parse(text()));
    return printed.get(name);
  };

  function hooks() {
    return (recipe('pre-commit') as Hooks).repos.flatMap((repo) => repo.hooks);
  }

  const lines = {
    github: () =>
      (recipe('github-action') as Workflow).jobs.gateway.steps.flatMap(({ run: line }) => line ?? []),
    gitlab: () => (recipe('gitlab-ci') as { gateway: { script: readonly string[] } }).gateway.script,
  };

  describe('what a pipeline runs', () => {
    test('is the same wherever it runs', () => {
      const [install, ...checks] = lines.github();
      expect(install).toBe('npm ci');
      expect(checks).toHaveLength(3);
      expect(lines.gitlab()).toEqual([expect.stringMatching(/^npm ci /), ...checks]);
      expect(hooks().map(({ entry }) => entry)).toEqual(checks);
    });

    test(
      'passes on what is committed, and leaves it as it was',
      () => {
        for (const line of lines.github()) sound(line, clone);
        // It installs the same, from a cache: that npm understands it is what is left to see.
        sound(`${lines.gitlab()[0]} --dry-run`, clone);
        expect(sound('git status --porcelain --untracked-files=no', clone)).toBe('');
      },
      TIMEOUT,
    );

    test(
      'fails on a change of policy whose bundle was not rebuilt',
      () => {
        appendFileSync(join(clone, 'gateway.yaml'), '# changed\n');
        expect(failing()).toEqual([expect.stringContaining(' --check')]);
      },
      TIMEOUT,
    );

    test(
      'fails on a finding',
      () => {
        const text = readFileSync(join(clone, 'gateway.yaml'), 'utf8');
        writeFileSync(join(clone, 'gateway.yaml'), text.replace('to: { role: owner }', 'to: { role: ownr }'));
        expect(failing(withoutNpx)).toEqual(
          [' check ', ' test ', ' --check'].map((word) => expect.stringContaining(word)),
        );
      },
      TIMEOUT,
    );

    test(
      'fails on a test that does not hold',
      () => {
        const text = readFileSync(join(clone, 'tests.yaml'), 'utf8');
        writeFileSync(
          join(clone, 'tests.yaml'),
          text.replace('otherwise: unauthenticated', 'otherwise: allow'),
        );
        expect(failing(withoutNpx)).toEqual([expect.stringContaining(' test ')]);
      },
      TIMEOUT,
    );
  });

  /**
   * The lines that fail on the clone as it is; then it is as it was.
   *
   * @param change what a line is before it is run: npx takes longer than what it starts
   */
  function failing(change = (line: string): string => line): readonly string[] {
    const checks = lines.github().filter((line) => line !== 'npm ci');
    const failed = checks.filter((line) => shell(change(line), clone).status !== 0);
    sound('git checkout -q .', clone);
    return failed;
  }

  test('pre-commit watches the files that matter', () => {
    for (const { files } of hooks()) {
      for (const path of ['gateway.yaml', 'tests.yaml', 'gateway.mjs'])
        expect(path).toMatch(new RegExp(files));
      expect('src/gateway.yaml').not.toMatch(new RegExp(files));
    }
  });
}
