// `--watch-bundle`: the file of a running bundle is watched, and what it newly holds takes over, or the log says why not.
import { readFileSync } from 'node:fs';
import type { Program } from '../node/program.ts';
import { createLoader, reasonOf, Unfit } from './load.ts';
import type { Heir, Succession } from './succession.ts';
import { type Watch, watchFile } from './watch.ts';

/** Has others take a text too, before the heir takes over; throws Unfit if one of them cannot. */
export type Agree = (text: string, heir: Heir) => Promise<Heir>;

const alone: Agree = async (_text, heir) => heir;

/** Watches the file at `path`, of which `running` was made; SIGHUP takes it at once, changed or not. */
export function takeNews(
  path: string,
  running: Program,
  succession: Succession,
  log: (line: string) => void,
  agree: Agree = alone,
): Watch {
  const load = createLoader(path);
  let runs = textOf(path, running);
  const hashOf = (): string => succession.gateway.plan.policy.hash.slice(0, 12);
  async function take(text: string, forced: boolean): Promise<void> {
    if (text === runs && !forced) return log(`${path} is again what runs`);
    const begun = performance.now();
    const before = hashOf();
    const heir = await succession.prepare(await load(text));
    const agreed = await agree(text, heir);
    void agreed.takeOver();
    runs = text;
    log(`policy ${hashOf()} has taken over from ${before} in ${Math.round(performance.now() - begun)} ms`);
  }
  const watch = watchFile(path, runs, {
    changed: (text, forced) =>
      take(text, forced).catch((error: unknown) => {
        const why = error instanceof Unfit ? error.message : `internal error: ${reasonOf(error)}`;
        log(`${path} is not taken, policy ${hashOf()} goes on: ${why}`);
      }),
    missing: (reason) => log(`${path} cannot be read, policy ${hashOf()} goes on: ${reason}`),
  });
  process.on('SIGHUP', watch.now);
  return watch;
}

/** The text that is running; none where the file has changed since it was loaded. */
function textOf(path: string, { policy }: Program): string {
  const text = readFileSync(path, 'utf8');
  return text.includes(policy.hash) ? text : '';
}
