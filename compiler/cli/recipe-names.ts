// Names of the recipes, apart from what they print: help and completion need no more.

export const recipeNames = [
  'github-action',
  'gitlab-ci',
  'pre-commit',
  'dockerfile',
  'kubernetes',
  'systemd',
  'wrangler',
] as const;

export type RecipeName = (typeof recipeNames)[number];
