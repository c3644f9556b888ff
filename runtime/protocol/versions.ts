// The revisions of MCP that the gateway speaks.
// Specification 2026-07-28, basic/versioning; 2025-11-25, basic/lifecycle, "Version Negotiation".
import type { Era } from '../contract/message.ts';

export const MODERN = '2026-07-28';
export const LATEST_LEGACY = '2025-11-25';

/** What a client may ask for in a stateless request, newest first. */
export const MODERN_VERSIONS: readonly string[] = [MODERN];

/** What a client may ask for in `initialize`, newest first. */
export const LEGACY_VERSIONS: readonly string[] = [LATEST_LEGACY, '2025-06-18', '2025-03-26'];

/** True for a revision of the legacy era, and where none is named. */
export function isLegacy(version: string | null | undefined): boolean {
  return version == null || LEGACY_VERSIONS.includes(version);
}

/** What a backend may answer to `initialize`. Older than what clients are offered: translation costs nothing there. */
export const BACKEND_LEGACY_VERSIONS: readonly string[] = [...LEGACY_VERSIONS, '2024-11-05'];

/** Legacy: a person has been at the URL that they were sent to. Gone in the modern era (2026-07-28, changelog). */
export const ELICITATION_COMPLETE = 'notifications/elicitation/complete';

/** What is told of tasks: by the legacy era, and by the extension of the modern one. */
export const TASK_STATUS = 'notifications/tasks/status';
export const TASKS_TOLD = 'notifications/tasks';

export const LOG_LINE = 'notifications/message';

/** Modern: which of what a client asked to be told of it will be. */
export const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';

/** Legacy clients that send no `MCP-Protocol-Version` speak this one. */
export const VERSION_WITHOUT_HEADER = '2025-03-26';

/**
 * The version that `initialize` is answered with: the requested one if it is served, else the latest legacy one.
 */
export function negotiate(requested: string): string {
  return LEGACY_VERSIONS.includes(requested) ? requested : LATEST_LEGACY;
}

/**
 * The era of a revision by its date; null when it is no date at all. Unknown dates have an era too,
 * so that an unknown modern revision is answered in the modern way.
 */
export function eraOf(version: string): Era | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(version)) return null;
  return version >= MODERN ? 'modern' : 'legacy';
}
