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

const ONCE =
  'a legacy server learns what its client can do once, by initialize, not with each request (2025-11-25, basic/lifecycle)';

/** revision → backend's eras → scenario → how many of its checks fail, and why: from the specification. */
const REASONS = {
  '2026-07-28': {
    legacy: {
      'server-stateless': { checks: 2, reason: ONCE },
      'input-required-result-capability-check': { checks: 1, reason: ONCE },
      'input-required-result-basic-elicitation': {
        checks: 1,
        reason:
          'a legacy server asks by a request, which has an id and no key (2025-11-25, client/elicitation)',
      },
    },
  },
};

/** The reason why `failed` checks of `name` may fail; null when they may not. */
export function cannotBeCarried(revision, eras, name, failed) {
  const known = REASONS[revision]?.[eras]?.[name];
  return known?.checks === failed ? known.reason : null;
}
