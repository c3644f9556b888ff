// Recipes: files that check, build or run a gateway somewhere, fitted to it.
import { dockerfile } from './dockerfile.ts';
import type { Facts } from './facts.ts';
import { kubernetes } from './kubernetes.ts';
import { githubAction, gitlabCi, preCommit } from './pipelines.ts';
import { systemd } from './systemd.ts';
import { wrangler } from './wrangler.ts';

export { type Facts, factsOf } from './facts.ts';

/** By name; each gives the whole text of a file. */
export const recipes = Object.freeze({
  'github-action': githubAction,
  'gitlab-ci': gitlabCi,
  'pre-commit': preCommit,
  dockerfile,
  kubernetes,
  systemd,
  wrangler,
} satisfies Readonly<Record<string, (facts: Facts) => string>>);
