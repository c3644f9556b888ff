// Agreeing with a server on era and version: `server/discover` first, `initialize` where the answer is not of the modern era.
// Specification 2026-07-28, basic/versioning, "Backward Compatibility"; 2025-11-25, basic/lifecycle.
import type { Era, ServerMessage } from '../contract/message.ts';
import { notification } from '../protocol/build.ts';
import {
  HEADER_MISMATCH,
  MISSING_CLIENT_CAPABILITY,
  UNSUPPORTED_PROTOCOL_VERSION,
} from '../protocol/errors.ts';
import { isRecord, recordIn } from '../protocol/record.ts';
import { BACKEND_LEGACY_VERSIONS, LATEST_LEGACY, MODERN } from '../protocol/versions.ts';
import { ask } from './ask.ts';
import { failureOf, unfit } from './failure.ts';
import type { Agreement, Link, Peer } from './link.ts';
import { errorText, parsed, valueAt } from './message.ts';
import { sayWants } from './wants.ts';

/** Milliseconds a server has to answer what it may not know: some legacy servers stay silent. */
const PROBE_MS = 3000;

/** Milliseconds that the stream of a session has to open, before it is called over: some open it with the first event. */
const STREAM_MS = 500;

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
  const agreement = await agreeOn(peer, link, startMs, probe);
  link.agree(agreement);
  const legacy = agreement.era === 'legacy';
  if (legacy) await link.tell(notification('notifications/initialized', null));
  // What comes beside calls: questions, and later that a person has been where they were sent, and lines where they are known to be one agent's.
  const beside = legacy && (peer.asking !== null || (peer.unheard && 'logging' in agreement.capabilities));
  if (beside || tellsChanges(agreement)) {
    const watching = link.watch();
    // On a stream that is not open yet it is heard by nobody.
    if (beside)
      await Promise.race([
        watching,
        new Promise<void>((resolve) => void peer.clock.after(STREAM_MS, resolve)),
      ]);
  }
  if (legacy) await sayWants(peer, link);
}

async function agreeOn(peer: Peer, link: Link, startMs: number, probe: boolean): Promise<Agreement> {
  const era = peer.era ?? link.era;
  if (era === 'legacy') return initialize(peer, link, startMs, false);
  if (era === undefined)
    return (probe ? await discover(peer, link) : null) ?? (await initialize(peer, link, startMs, true));
  const agreement = judge(await ask(peer, link, 'server/discover', '', startMs));
  if (agreement === null)
    throw unfit(`its answer to server/discover is not of the modern era, as \`era\` has it`);
  return agreement;
}

/** Null: a legacy server. Nobody there at all is no judgement of the era. */
async function discover(peer: Peer, link: Link): Promise<Agreement | null> {
  try {
    return judge(await ask(peer, link, 'server/discover', '', Math.min(PROBE_MS, peer.timeoutMs)));
  } catch (error) {
    if (failureOf(error).begun) return null;
    throw error;
  }
}

/** Null: an answer of the legacy era. */
function judge(answer: ServerMessage): Agreement | null {
  const said = parsed(answer);
  const refused = answer.errorCode !== null;
  if (refused && !MODERN_ERRORS.includes(answer.errorCode)) return null;
  const versions =
    valueAt(said, 'result', 'supportedVersions') ?? valueAt(said, 'error', 'data', 'supported');
  const known: readonly unknown[] | null = Array.isArray(versions) ? versions : null;
  if (known?.includes(MODERN) && !refused) return agreed('modern', MODERN, said);
  if (known === null ? !refused : known.some(isLegacy)) return null;
  throw unfit(
    known === null || known.includes(MODERN)
      ? `it refuses server/discover: ${errorText(answer)}`
      : `it speaks none of the known versions, but ${known.slice(0, 8).join(', ')}`,
  );
}

/** @param either it may still be a modern server. */
async function initialize(peer: Peer, link: Link, ms: number, either: boolean): Promise<Agreement> {
  const params = `"protocolVersion":"${LATEST_LEGACY}","capabilities":${peer.asks},"clientInfo":${peer.clientInfo}`;
  const answer = await ask(peer, link, 'initialize', params, ms);
  const said = parsed(answer);
  const version = valueAt(said, 'result', 'protocolVersion');
  if (isLegacy(version)) return agreed('legacy', version, said);
  // A modern server that was slow to start refuses what is not of its era, and answers the probe by now.
  const late = answer.errorCode === null || !either ? null : await discover(peer, link);
  if (late !== null) return late;
  throw unfit(
    answer.errorCode === null
      ? `it answers initialize with the unknown version ${JSON.stringify(version)}`
      : `it refuses initialize: ${errorText(answer)}`,
  );
}

function isLegacy(version: unknown): version is string {
  return BACKEND_LEGACY_VERSIONS.includes(version as string);
}

function agreed(era: Era, version: string, said: unknown): Agreement {
  const capabilities = valueAt(said, 'result', 'capabilities');
  const instructions = valueAt(said, 'result', 'instructions');
  return {
    era,
    version,
    capabilities: recordIn(capabilities),
    instructions: typeof instructions === 'string' && instructions !== '' ? instructions : null,
  };
}

/** It says when some of what it offers changes. */
function tellsChanges({ capabilities }: Agreement): boolean {
  return Object.values(capabilities).some(
    (one) => isRecord(one) && (one.listChanged === true || one.subscribe === true),
  );
}
