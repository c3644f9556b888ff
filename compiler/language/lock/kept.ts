// Prompts and templates of resources that the lock knows, as far as somebody may see any.
import type { Range } from '../../diagnostics/finding.ts';
import type { AccessModel } from '../access/model.ts';
import type { CatalogModel } from '../catalog/model.ts';
import { fill } from '../catalog/template.ts';
import type { ServersModel } from '../servers/model.ts';

export interface Kept {
  /** The catalog's. */
  readonly name: string;
  readonly server: string;
  /** Of its server's name. */
  readonly range: Range;
}

interface Models {
  readonly servers: ServersModel;
  readonly catalog: CatalogModel;
  readonly access: AccessModel;
}

/** Prompts, in the order of the servers; none where no allow speaks of prompts. */
export function lockedPrompts({ servers, catalog: { lock, pieces }, access }: Models): readonly Kept[] {
  if (!access.rules.some(({ effect, prompts }) => effect === 'allow' && prompts !== null)) return [];
  return [...servers.servers.values()].flatMap(({ name: server, range }) =>
    Object.keys(lock?.servers[server]?.prompts ?? {}).map((name) => ({
      name: fill(pieces, server, name),
      server,
      range,
    })),
  );
}

/** Templates of resources; none where no allow speaks of resources. */
export function lockedTemplates({ servers, catalog: { lock }, access }: Models): readonly Kept[] {
  if (!access.rules.some(({ effect, resources }) => effect === 'allow' && resources !== null)) return [];
  return [...servers.servers.values()].flatMap(({ name: server, range }) =>
    Object.keys(lock?.servers[server]?.resourceTemplates ?? {}).map((name) => ({ name, server, range })),
  );
}
