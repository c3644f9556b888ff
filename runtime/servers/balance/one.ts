// Several addresses as one backend, in all but calls: listed at one, listened to at all.
import { type Backend, BackendError, type BackendStatus } from '../../contract/server.ts';
import type { HealthOf } from '../../contract/ways.ts';

export function asOne(
  name: string,
  addresses: readonly Backend[],
  health: HealthOf | null,
): Omit<Backend, 'call'> {
  return {
    name,
    status: () => statusOf(addresses, health),
    async list(kinds) {
      health?.start();
      let failed: unknown = new BackendError(NO_ADDRESS);
      for (const { list } of inOrder(addresses, health)) {
        try {
          return await list(kinds);
        } catch (error) {
          failed = error;
        }
      }
      throw failed;
    },
    // Who keeps tasks has one address.
    subscribe: (...asked) => addresses[0]!.subscribe!(...asked),
    onChanged(changed) {
      for (const { onChanged } of addresses) onChanged(changed);
    },
    watch(...asked) {
      const ends = addresses.map(({ watch }) => watch(...asked));
      return () => {
        for (const end of ends) end();
      };
    },
    async logFrom(level) {
      await Promise.all(addresses.map(({ logFrom }) => logFrom(level)));
    },
    async close() {
      health?.close();
      await Promise.all(addresses.map((backend) => backend.close()));
    },
  };
}

const NO_ADDRESS = {
  kind: 'unreachable',
  status: null,
  begun: false,
  sent: false,
  detail: 'it has no address',
} as const;

/** Healthy ones first. */
function inOrder(addresses: readonly Backend[], health: HealthOf | null): readonly Backend[] {
  const share = (at: number): number => health?.share(at) ?? 1;
  return addresses
    .map((backend, at) => ({ backend, share: share(at) }))
    .sort((one, other) => other.share - one.share)
    .map(({ backend }) => backend);
}

/** Up where one is; down where all are. */
function statusOf(addresses: readonly Backend[], health: HealthOf | null): BackendStatus {
  const states = addresses.map((backend) => backend.status());
  const used = states.filter((_, at) => (health?.share(at) ?? 1) > 0);
  if (used.length === 0) return { state: 'down', reason: 'none of its addresses is healthy' };
  return (
    used.find(({ state }) => state === 'up') ?? used.find(({ state }) => state === 'starting') ?? used[0]!
  );
}
