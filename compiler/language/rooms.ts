// The rooms of the language, in order: a room uses only models of rooms above it.
import { access } from './access/index.ts';
import { agents } from './agents/index.ts';
import { catalog } from './catalog/index.ts';
import { noRooms } from './chain.ts';
import { failover } from './failover/index.ts';
import { hosts } from './hosts/index.ts';
import { issuers } from './issuers/index.ts';
import { limits } from './limits/index.ts';
import { listen } from './listen/index.ts';
import { lock } from './lock/index.ts';
import { routes } from './routes/index.ts';
import { servers } from './servers/index.ts';
import { telemetry } from './telemetry/index.ts';

export const rooms = noRooms()
  .and(hosts)
  .and(issuers)
  .and(agents)
  .and(servers)
  .and(failover)
  .and(catalog)
  .and(routes)
  .and(access)
  .and(lock)
  .and(limits)
  .and(listen)
  .and(telemetry);

/** The whole gateway, resolved. */
export type Models = ReturnType<typeof rooms.resolve>;
