// Room `listen`: where the gateway is reached.
import type { Builder } from '../../emit/builder.ts';
import { literal } from '../../emit/code.ts';
import type { HostsModel } from '../hosts/model.ts';
import { resourceOf } from '../issuers/audience.ts';
import type { IssuersModel } from '../issuers/model.ts';
import { printValue } from '../late.ts';
import type { PlanPart, Room } from '../room.ts';
import type { Word } from '../words.ts';
import type { ListenModel } from './model.ts';
import { resolveListen } from './resolve.ts';
import { addressOfWorker } from './rules/address-of-worker.ts';
import { cannotReadSeal } from './rules/cannot-read-seal.ts';
import { hostPort } from './rules/host-port.ts';
import { noHosts } from './rules/no-hosts.ts';
import { noUrl } from './rules/no-url.ts';
import { origin } from './rules/origin.ts';
import { reservedPath } from './rules/reserved-path.ts';
import { sealTwice } from './rules/seal-twice.ts';
import { unnamedWorker } from './rules/unnamed-worker.ts';
import { unsealedWorker } from './rules/unsealed-worker.ts';
import { listenUrl } from './rules/url.ts';
import { urlHost } from './rules/url-host.ts';
import { urlPath } from './rules/url-path.ts';
import { urlPlaintext } from './rules/url-plaintext.ts';

export const listen: Room<
  'listen',
  ListenModel,
  { readonly hosts: HostsModel; readonly issuers: IssuersModel }
> = {
  key: 'listen',
  resolve: resolveListen,
  rules: [
    addressOfWorker,
    cannotReadSeal,
    hostPort,
    noHosts,
    noUrl,
    origin,
    reservedPath,
    sealTwice,
    unnamedWorker,
    unsealedWorker,
    listenUrl,
    urlHost,
    urlPath,
    urlPlaintext,
  ],
  generate: generateListen,
};

function generateListen(
  { listen, issuers }: { readonly listen: ListenModel; readonly issuers: IssuersModel },
  builder: Builder,
): PlanPart {
  const { host, port, path, hosts, origins, seal, url } = listen;
  const resource = (url ?? resourceOf(issuers))?.text ?? null;
  if (origins.length > 0) builder.stage('cors', { module: 'front/cors', name: 'cors' });
  const lower = (words: readonly Word[]): readonly string[] =>
    [...new Set(words.map(({ text }) => text.toLowerCase()))].sort();
  return {
    ...(issuers.issuers.length > 0 ? { resource: literal(resource) } : {}),
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
