// Agreeing with a server on era and version: `server/discover` first, `initialize` where the answer is not of the modern era.
// Specification 2026-07-28, basic/versioning, "Backward Compatibility"; 2025-11-25, basic/lifecycle.
import type { Era, ServerMessage } from '../contract/message.ts';
import { notification } from '../protocol/build.ts';
import {
  HEADER_MISMATCH,
  MISSING_CLIENT_CAPABILITY,
  UNSUPPORTED_PROTOCOL_VERSION,
} from '../protocol/errors.ts';
import { BACKEND_LEGACY_VERSIONS, LATEST_LEGACY, MODERN } from '../protocol/versions.ts';
import { ask } from './ask.ts';
import { failureOf, unfit } from './failure.ts';
import type { Agreement, Link, Peer } from './link.ts';
import { errorText, isRecord, valueAt } from './message.ts';

/** Milliseconds a server has to answer what it may not know: some legacy servers stay silent. */
const PROBE_MS = 3000;

const MODERN_ERRORS: readonly (number | null)[] = [
  UNSUPPORTED_PROTOCOL_VERSION,
  HEADER_MISMATCH,
  MISSING_CLIENT_CAPABILITY,
];

/**
 * Shakes hands over a new link.
 *
 * @param probe false for a server that ended when it was probed.
 * @throws BackendError
 */
export async function shakeHands(peer: Peer, link: Link, startMs: number, probe: boolean): Promise<void> {
  const agreement = (probe ? await discover(peer, link) : null) ?? (await initialize(peer, link, startMs));
  link.agree(agreement);
  if (agreement.era === 'legacy') await link.tell(notification('notifications/initialized', null));
  if (agreement.listChanged) link.watch();
}

/** Null: a legacy server. Nobody there at all is no judgement of the era. */
async function discover(peer: Peer, link: Link): Promise<Agreement | null> {
  try {
    const ms = Math.min(PROBE_MS, peer.timeoutMs);
    return judge(await ask(peer, link, 'server/discover', '', ms));
  } catch (error) {
    if (!failureOf(error).begun) throw error;
    return null;
  }
}

/** Null: an answer of the legacy era. */
function judge(answer: ServerMessage): Agreement | null {
  const { kind, errorCode } = answer;
  const refused = kind === 'error';
  if (refused && !MODERN_ERRORS.includes(errorCode)) return null;
  const versions = refused
    ? valueAt(answer, 'error', 'data', 'supported')
    : valueAt(answer, 'result', 'supportedVersions');
  if (Array.isArray(versions)) {
    if (!refused && versions.includes(MODERN)) return agreed('modern', MODERN, answer);
    if (versions.some(isLegacy)) return null;
    if (!versions.includes(MODERN))
      throw unfit(`it speaks none of the known versions, but ${versions.slice(0, 8).join(', ')}`);
  }
  if (refused) throw unfit(`it refuses server/discover: ${errorText(answer)}`);
  return null;
}

async function initialize(peer: Peer, link: Link, ms: number): Promise<Agreement> {
  const { clientInfo, clientCapabilities } = peer.identity;
  const members = `"protocolVersion":"${LATEST_LEGACY}","capabilities":${clientCapabilities},"clientInfo":${clientInfo}`;
  const answer = await ask(peer, link, 'initialize', members, ms);
  if (answer.kind === 'error') {
    // A modern server that was slow to start refuses what is not of its era, and answers the probe by now.
    const late = await discover(peer, link);
    if (late !== null) return late;
    throw unfit(`it refuses initialize: ${errorText(answer)}`);
  }
  const version = valueAt(answer, 'result', 'protocolVersion');
  if (isLegacy(version)) return agreed('legacy', version, answer);
  throw unfit(`it answers initialize with the unknown version ${JSON.stringify(version)}`);
}

function isLegacy(version: unknown): version is string {
  return BACKEND_LEGACY_VERSIONS.includes(version as string);
}

function agreed(era: Era, version: string, answer: ServerMessage): Agreement {
  const tools = valueAt(answer, 'result', 'capabilities', 'tools');
  const listChanged = valueAt(answer, 'result', 'capabilities', 'tools', 'listChanged') === true;
  return { era, version, tools: isRecord(tools), listChanged };
}
