// The environment of a child: what any program needs to run, and what the configuration gives it. Nothing else leaks in.
import { StartError } from '../contract/gateway.ts';
import type { ServerPlan, StdioTransportPlan } from '../contract/plan.ts';
import type { BackendContext } from '../contract/stages.ts';

/** The second line: Windows programs do not start without these. */
const PASSED_ON =
  'PATH HOME USER LOGNAME SHELL LANG LC_ALL TZ TMPDIR ' +
  'SYSTEMROOT SYSTEMDRIVE TEMP TMP USERPROFILE APPDATA LOCALAPPDATA PATHEXT';

/**
 * The child's environment, exactly.
 *
 * @throws StartError naming variables whose value cannot be one. Values are never shown.
 */
export function childEnvironment(
  { name: server, place }: ServerPlan,
  given: StdioTransportPlan['env'],
  { environment, value }: BackendContext,
): Readonly<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const name of PASSED_ON.split(' ')) {
    const inherited = environment.env(name);
    if (inherited !== undefined) env[name] = inherited;
  }
  for (const [name, late] of Object.entries(given)) env[name] = value(late);
  const bad = Object.keys(given).filter((name) => env[name]!.includes('\0'));
  if (bad.length > 0)
    throw new StartError(
      bad.map((name) => `server ${server} (${place}): the value of ${name} has a NUL character`),
    );
  return env;
}
