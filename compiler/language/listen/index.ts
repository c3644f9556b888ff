// Room `listen`: where the gateway is reached.
import { literal } from '../../emit/code.ts';
import type { PlanPart, Room } from '../room.ts';
import type { Word } from '../words.ts';
import type { ListenModel } from './model.ts';
import { resolveListen } from './resolve.ts';
import { hostPort } from './rules/host-port.ts';
import { noHosts } from './rules/no-hosts.ts';
import { origin } from './rules/origin.ts';
import { reservedPath } from './rules/reserved-path.ts';

export const listen: Room<'listen', ListenModel, object> = {
  key: 'listen',
  resolve: resolveListen,
  rules: [hostPort, noHosts, origin, reservedPath],
  generate: generateListen,
};

function generateListen({
  listen: { host, port, path, hosts, origins },
}: {
  readonly listen: ListenModel;
}): PlanPart {
  const lower = (words: readonly Word[]): readonly string[] =>
    [...new Set(words.map(({ text }) => text.toLowerCase()))].sort();
  return {
    listen: literal({ host: host.text, port, path: path.text, hosts: lower(hosts), origins: lower(origins) }),
  };
}
