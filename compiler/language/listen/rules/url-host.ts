// A URL by which agents are told to call, of a host that is refused.
import type { Rule } from '../../room.ts';
import type { ListenModel } from '../model.ts';
import { type Listening, resourceUrl } from '../resource.ts';

export const urlHost: Rule<Listening> = {
  name: 'listen/url-host',
  severity: 'warning',
  check(models, report) {
    const { word, url } = resourceUrl(models) ?? {};
    if (word === undefined || url === undefined || isAccepted(models.listen, url)) return;
    report(word.range, {
      message: `Agents are told to call ${url.host}, and calls that bear it as Host are refused.`,
      why: 'Only names that are listed are accepted as Host: a web page could otherwise reach the gateway by rebinding a name.',
      help: `List it: \`listen: { hosts: [${url.host}] }\`.`,
    });
  },
};

/** As `runtime/front/origin.ts` has it. */
function isAccepted({ host, hosts }: ListenModel, { host: full, hostname }: URL): boolean {
  const own = bare(host.text.toLowerCase());
  const everywhere = ['0.0.0.0', '::', ''].includes(own);
  const name = bare(hostname);
  if (hosts.map(({ text }) => text.toLowerCase()).some((one) => one === full || one === hostname))
    return true;
  if (name === own || (everywhere && /^[0-9.]+$|:/.test(name))) return true;
  const local = everywhere || own === 'localhost' || own === '::1' || own.startsWith('127.');
  return local && ['localhost', '127.0.0.1', '::1'].includes(name);
}

/** Without the brackets of IPv6. */
const bare = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');
