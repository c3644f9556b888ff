// Shaking hands with a child: which era it speaks.
// Specification 2026-07-28, basic/transports/stdio, "Backward Compatibility"; 2025-11-25, basic/lifecycle.
import type { Clock } from '../contract/environment.ts';
import type { ServerMessage } from '../contract/message.ts';
import { BackendError } from '../contract/server.ts';
import { type ModernIdentity, notification, request } from '../protocol/build.ts';
import { type Agreement, type Judgement, judgeDiscovery, judgeInitialize } from './era.ts';
import { broken } from './failure.ts';
import { initializeParams, metaOf } from './identity.ts';
import type { Channel } from './stdio-channel.ts';

/** Milliseconds a child has to answer what it may not know: some legacy servers stay silent. */
const PROBE_MS = 3000;
/** Milliseconds until a child must be ready: `npx` may have to download it. */
const START_MS = 60_000;

/**
 * Agrees on era and version.
 *
 * @param probe false for a child that ended when it was probed: legacy then.
 * @throws BackendError
 */
export async function shakeHands(
  channel: Channel,
  identity: ModernIdentity,
  clock: Clock,
  probe: boolean,
): Promise<Agreement> {
  const probed: Probe = { message: null };
  const judged = probe ? await discover(channel, identity, clock, probed) : 'legacy';
  if (judged !== 'legacy') return accepted(judged);
  const answer = await channel.ask('initialize', initializeParams(identity), START_MS);
  const initialized = judgeInitialize(answer);
  if (!('problem' in initialized)) {
    channel.write([notification('notifications/initialized', null)]);
    return initialized;
  }
  // A modern child that was slow to start has answered the probe by now, and refuses what is not of its era.
  const late = judgeDiscovery(probed.message);
  return accepted(late === 'legacy' ? initialized : late);
}

/** The answer to `server/discover`, when it has come. */
interface Probe {
  message: ServerMessage | null;
}

/** Judges what comes within the time for it; what comes later is kept in `probe`. */
function discover(
  channel: Channel,
  identity: ModernIdentity,
  clock: Clock,
  probe: Probe,
): Promise<Judgement> {
  return new Promise((resolve, reject) => {
    const id = channel.nextId();
    const stopTimer = clock.after(PROBE_MS, () => resolve('legacy'));
    channel.wait(id, {
      answer(message) {
        stopTimer();
        probe.message = message;
        resolve(judgeDiscovery(message));
      },
      progress: null,
      failed(failure) {
        stopTimer();
        reject(new BackendError(failure));
      },
    });
    // A child that never started takes nothing; its end is told, and says why.
    channel.write([request(String(id), 'server/discover', `{"_meta":${metaOf(identity)}}`)]);
  });
}

function accepted(judged: Exclude<Judgement, 'legacy'>): Agreement {
  if ('problem' in judged) throw new BackendError(broken(judged.problem, false));
  return judged;
}
