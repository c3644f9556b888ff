// Asks each address whether it is there, each at its own times: many gateways must not all ask at once.
import type { Environment } from '../../contract/environment.ts';
import type { HealthPlan } from '../../contract/plan-ways.ts';
import type { Backend } from '../../contract/server.ts';
import { between } from '../jitter.ts';

/**
 * Begins to check. Returns what ends it.
 *
 * @param checked told after each check: what is wrong; null where nothing is
 */
export function startChecks(
  addresses: readonly Backend[],
  { everyMs, timeoutMs }: NonNullable<HealthPlan['checks']>,
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
  checked: (at: number, problem: string | null) => void,
): () => void {
  const stops = addresses.map(() => (): void => {});
  let ended = false;

  function plan(at: number): void {
    if (ended) return;
    stops[at] = clock.after(between(everyMs * 0.8, everyMs * 1.2, random), () => void check(at));
  }

  async function check(at: number): Promise<void> {
    const problem = await addresses[at]!.check!(timeoutMs).then(
      () => null,
      (error: Error) => error.message,
    );
    if (!ended) checked(at, problem);
    plan(at);
  }

  for (const at of addresses.keys()) plan(at);
  return () => {
    ended = true;
    for (const stop of stops) stop();
  };
}
