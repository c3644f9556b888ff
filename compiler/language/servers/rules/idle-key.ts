// Keys of a server's care that nothing comes of, for want of another.
import type { Rule } from '../../room.ts';
import type { ServerModel, ServersModel } from '../model.ts';

type Idle = readonly [path: readonly string[], message: string, help: string];

export const idleKey: Rule<{ readonly servers: ServersModel }> = {
  name: 'servers/idle-key',
  severity: 'warning',
  check({ servers }, report, scope) {
    for (const server of servers.servers.values()) {
      for (const [path, message, help] of idle(server)) {
        const at = ['servers', server.name, ...path];
        if (scope.node(at) !== undefined) report(scope.keyRange(at), { message, help });
      }
    }
  },
};

/** What would be idle, were it there. */
function idle({ name, transport, queue, health }: ServerModel): readonly Idle[] {
  const several = transport.kind === 'http' && transport.addresses.length > 1;
  const unchecked = health !== null && health.checks === null;
  return [
    ...(queue === null ? [[['queue'], ...withoutBound(name)] as const] : []),
    ...(several ? [] : (['balance'] as const).map((key) => [[key], ...alone(name, key)] as const)),
    ...(several
      ? []
      : (['eject', 'slowStart'] as const).map((key) => [['health', key], ...alone(name, key)] as const)),
    ...(unchecked ? CHECKED.map((key) => [['health', key], ...never(name, key)] as const) : []),
  ];
}

const CHECKED = ['timeout', 'unhealthyAfter', 'healthyAfter'] as const;

function withoutBound(name: string): readonly [string, string] {
  return [
    `Server “${name}” has a queue, and no bound beyond which calls wait.`,
    'Add `concurrency:`, the most calls that may be under way.',
  ];
}

function alone(name: string, key: string): readonly [string, string] {
  return [
    `Server “${name}” has one address: \`${key}\` does nothing.`,
    'Give it several, `urls: […]`, or remove the key. A `breaker:` is for a server that stands alone.',
  ];
}

function never(name: string, key: string): readonly [string, string] {
  return [
    `Server “${name}” is never checked: \`${key}\` does nothing.`,
    'Add `every:`, how often it is to be asked.',
  ];
}
