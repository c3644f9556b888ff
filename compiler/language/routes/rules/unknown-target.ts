// A route to what there is not: a server, a chain, or addresses with labels that none has.
import type { FailoverModel } from '../../failover/model.ts';
import type { Report, Rule } from '../../room.ts';
import type { ServersModel } from '../../servers/model.ts';
import { suggest } from '../../words.ts';
import type { RoutesModel, TargetModel } from '../model.ts';

interface Models {
  readonly routes: RoutesModel;
  readonly servers: ServersModel;
  readonly failover: FailoverModel;
}

export const unknownTarget: Rule<Models> = {
  name: 'routes/unknown-target',
  severity: 'error',
  check({ routes, servers: { servers }, failover: { chains } }, report) {
    for (const { to } of routes.routes) {
      const { text, range } = to.word;
      const known = to.kind === 'chain' ? chains : servers;
      if (known.has(text)) {
        if (to.kind === 'server') checkLabels(to, servers, report);
        continue;
      }
      const what = to.kind === 'chain' ? 'chain' : 'server';
      report(range, {
        message: `There is no ${what} “${text}”.`,
        help: suggest(
          text,
          known.keys(),
          `Declare it under \`${to.kind === 'chain' ? 'failover' : 'servers'}:\`.`,
        ),
      });
    }
  },
};

function checkLabels(
  { word, labels }: Extract<TargetModel, { kind: 'server' }>,
  servers: ServersModel['servers'],
  report: Report,
): void {
  const { transport } = servers.get(word.text)!;
  if (labels === null) return;
  const all = transport.kind === 'http' && transport.several ? transport.addresses : [];
  const wanted = Object.entries(labels);
  if (all.some((address) => wanted.every(([key, value]) => address.labels[key] === value))) return;
  report(word.range, {
    message: `No address of “${word.text}” has the labels that this route asks for.`,
    why: 'Its calls would find no address.',
    help: 'Give one of its `urls:` these labels: `{ url: …, labels: { … } }`.',
  });
}
