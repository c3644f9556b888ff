// Room `listen`: where the gateway is reached.
import type { Builder } from '../../emit/builder.ts';
import { literal } from '../../emit/code.ts';
import type { HostsModel } from '../hosts/model.ts';
import { printValue } from '../late.ts';
import type { PlanPart, Room } from '../room.ts';
import type { Word } from '../words.ts';
import type { ListenModel } from './model.ts';
import { resolveListen } from './resolve.ts';
import { addressOfWorker } from './rules/address-of-worker.ts';
import { cannotReadSeal } from './rules/cannot-read-seal.ts';
import { hostPort } from './rules/host-port.ts';
import { noHosts } from './rules/no-hosts.ts';
import { origin } from './rules/origin.ts';
import { reservedPath } from './rules/reserved-path.ts';
import { sealTwice } from './rules/seal-twice.ts';
import { unnamedWorker } from './rules/unnamed-worker.ts';
import { unsealedWorker } from './rules/unsealed-worker.ts';

export const listen: Room<'listen', ListenModel, { readonly hosts: HostsModel }> = {
  key: 'listen',
  resolve: resolveListen,
  rules: [
    addressOfWorker,
    cannotReadSeal,
    hostPort,
    noHosts,
    origin,
    reservedPath,
    sealTwice,
    unnamedWorker,
    unsealedWorker,
  ],
  generate: generateListen,
};

function generateListen(
  { listen: { host, port, path, hosts, origins, seal } }: { readonly listen: ListenModel },
  builder: Builder,
): PlanPart {
  if (origins.length > 0) builder.stage('cors', { module: 'front/cors', name: 'cors' });
  const lower = (words: readonly Word[]): readonly string[] =>
    [...new Set(words.map(({ text }) => text.toLowerCase()))].sort();
  return {
    listen: literal({
      host: host.text,
      port,
      path: path.text,
      hosts: lower(hosts),
      origins: lower(origins),
      ...(seal.length > 0 ? { seal: seal.map((value) => printValue(value, builder)) } : {}),
    }),
  };
}
