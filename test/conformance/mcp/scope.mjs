// What of the suite counts, and what a backend of the other era cannot carry at all, each with its reason.

/** Scenarios that the suite itself does not score; these are demanded all the same. */
const DEMANDED = [
  'http-header-validation',
  'server-session-lifecycle',
  'json-schema-2020-12',
  'server-sse-polling',
];

export const UNSCORED = {
  /** Whether the scenario counts: all but the extensions that the suite runs for information. */
  counts: (name) => DEMANDED.includes(name) || !/^(tasks-|http-custom-header-server)/.test(name),
};

/** revision → backend's eras → scenario → reason, from the specification. */
const REASONS = { '2025-11-25': { modern: {} }, '2026-07-28': { legacy: {} } };

/** The reason why `name` may fail; null when it may not. */
export function cannotBeCarried(revision, eras, name) {
  return REASONS[revision]?.[eras]?.[name] ?? null;
}
