// What of the suite counts, and what a backend of the other era cannot carry at all, each with its reason.

/** A few scenarios of each revision that together touch most of the gateway: what `npm test` runs. */
export const QUICK = {
  '2025-11-25': ['server-session-lifecycle', 'tools-call-elicitation', 'server-sse-multiple-streams'],
  '2026-07-28': [
    'http-header-validation',
    'http-custom-header-server-validation',
    'input-required-result-multi-round',
  ],
};

/** Scored or not: all scenarios count, but for extensions that the suite runs for information. */
export function counts(name) {
  return !name.startsWith('tasks-');
}

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

/**
 * What is wrong with a scenario of which `failed` checks failed: null where nothing is. One that is listed must fail in
 * as many checks as the list says, so that the list never excuses more than it explains.
 */
export function problemOf(revision, eras, name, failed) {
  const { checks, reason } = REASONS[revision]?.[eras]?.[name] ?? { checks: 0, reason: null };
  if (failed === checks) return null;
  if (reason === null) return `${failed} checks failed`;
  return `${failed} checks failed, ${checks} are listed in scope.mjs as what cannot be carried`;
}

/** Why a listed scenario fails; undefined for any other. */
export function reasonOf(revision, eras, name) {
  return REASONS[revision]?.[eras]?.[name]?.reason;
}
