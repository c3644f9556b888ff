// The environment of a child: what any program needs to run, and what the configuration gives it. Nothing else leaks in.
import { StartError } from '../contract/gateway.ts';
import type { ServerPlan, StdioTransportPlan } from '../contract/plan.ts';
import type { BackendContext } from '../contract/stages.ts';

const PASSED_ON = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'],
  // Windows programs do not start without these.
  ...['SYSTEMROOT', 'SYSTEMDRIVE', 'TEMP', 'TMP', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'PATHEXT'],
];

/**
 * The child's environment, exactly.
 *
 * @throws StartError naming variables whose value cannot be one. Values are never shown.
 */
export function childEnvironment(
  server: ServerPlan,
  transport: StdioTransportPlan,
  { environment, value }: BackendContext,
): Readonly<Record<string, string>> {
  const env: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of PASSED_ON) {
    const inherited = environment.env(name);
    if (inherited !== undefined) env[name] = inherited;
  }
  for (const [name, late] of Object.entries(transport.env)) {
    env[name] = value(late);
    if (env[name].includes('\0'))
      problems.push(`server ${server.name} (${server.place}): the value of ${name} has a NUL character`);
  }
  if (problems.length > 0) throw new StartError(problems);
  return env;
}
