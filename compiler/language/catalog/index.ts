// Room `catalog`: how tools are called.
import type { FailoverModel } from '../failover/model.ts';
import type { Room } from '../room.ts';
import type { ServersModel } from '../servers/model.ts';
import { generateCatalog } from './generate.ts';
import type { CatalogModel } from './model.ts';
import { resolveCatalog } from './resolve.ts';
import { addChain } from './rules/add-chain.ts';
import { addTaken } from './rules/add-taken.ts';
import { addTarget } from './rules/add-target.ts';
import { aliasChain } from './rules/alias-chain.ts';
import { aliasShadows } from './rules/alias-shadows.ts';
import { aliasTarget } from './rules/alias-target.ts';
import { duplicateTool } from './rules/duplicate-tool.ts';
import { nameCharacters } from './rules/name-characters.ts';
import { nameDot } from './rules/name-dot.ts';
import { nameLength } from './rules/name-length.ts';
import { nameWithoutServer } from './rules/name-without-server.ts';
import { nameWithoutTool } from './rules/name-without-tool.ts';
import { resourceOwner } from './rules/resource-owner.ts';
import { resourcePattern } from './rules/resource-pattern.ts';

/** What the room builds on. */
interface Before {
  readonly servers: ServersModel;
  readonly failover: FailoverModel;
}

export const catalog: Room<'catalog', CatalogModel, Before> = {
  key: 'catalog',
  resolve: resolveCatalog,
  rules: [
    addChain,
    addTaken,
    addTarget,
    aliasChain,
    aliasShadows,
    aliasTarget,
    duplicateTool,
    nameCharacters,
    nameDot,
    nameLength,
    nameWithoutServer,
    nameWithoutTool,
    resourceOwner,
    resourcePattern,
  ],
  generate: generateCatalog,
};
