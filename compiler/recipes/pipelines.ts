// Recipes for pipelines: the same three commands, wherever code is reviewed.
import { scalar } from '../source/print.ts';
import { checks } from './commands.ts';
import type { Facts } from './facts.ts';

const needs =
  '# Needs mcpgw in package.json (npm install --save-dev mcpgw), and the bundle in Git: what is reviewed is what runs.';

export function githubAction(facts: Facts): string {
  const steps = checks(facts).map(({ name, run }) => `      - name: ${name}\n        run: ${scalar(run)}`);
  return `# .github/workflows/gateway.yml: checks, tests and rebuilds the gateway ${facts.title}.
${needs}
name: gateway
on:
  push: { branches: [main] }
  pull_request: {}
permissions: { contents: read }
jobs:
  gateway:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@v4
        with: { persist-credentials: false }
      - uses: actions/setup-node@v4
        with: { node-version: 22, cache: npm }
      - name: install
        run: npm ci
${steps.join('\n')}
`;
}

export function gitlabCi(facts: Facts): string {
  return `# .gitlab-ci.yml: checks, tests and rebuilds the gateway ${facts.title}.
${needs}
gateway:
  image: node:22-slim
  timeout: 10 minutes
  cache:
    key: { files: [package-lock.json] }
    paths: [.npm/]
  script:
    - npm ci --cache .npm --prefer-offline
${checks(facts)
  .map(({ run }) => `    - ${scalar(run)}`)
  .join('\n')}
`;
}

export function preCommit(facts: Facts): string {
  const sources = [...facts.sources, facts.tests, facts.bundle].map((path) =>
    path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  const files = JSON.stringify(`^(${sources.join('|')})$`);
  const hooks = checks(facts).map(
    ({ name, run }) => `      - id: mcpgw-${name}
        name: mcpgw ${name}
        language: system
        entry: ${scalar(run)}
        files: ${files}
        pass_filenames: false`,
  );
  return `# .pre-commit-config.yaml: the gateway ${facts.title} is checked, tested and rebuilt before it is committed.
${needs}
repos:
  - repo: local
    hooks:
${hooks.join('\n')}
`;
}
