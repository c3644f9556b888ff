// Workers: workerd, and what is deployed to Cloudflare. Nothing runs between requests, nothing is on a disk.
import type { HandlerTarget } from './target.ts';

export const workers = Object.freeze<HandlerTarget>({
  kind: 'handler',
  name: 'workers',
  engines: ['es2023'],
  offers: ['http'],
  // Nothing runs between requests: no stream stays open.
  lacks: ['news'],
  clients: [{ key: 'http', need: { module: 'servers/fetch', name: 'createFetchClient' } }],
  worker: { module: 'hosts/workers', name: 'worker' },
});
