// `catalog` of the plan.
import type { Builder } from '../../emit/builder.ts';
import { type Code, code, literal } from '../../emit/code.ts';
import { printUriPredicate } from '../resources.ts';
import type { PlanPart } from '../room.ts';
import type { AddedModel, CatalogModel, Piece } from './model.ts';

export function generateCatalog({ catalog }: { readonly catalog: CatalogModel }, builder: Builder): PlanPart {
  builder.stage('catalog', { module: 'catalog/index', name: 'catalogStage' });
  const alias = catalog.alias.map(({ from, to }) => [from.text, to.text] as const);
  return {
    catalog: literal({
      name: printName(catalog.pieces),
      alias: Object.fromEntries(alias.sort(([a], [b]) => (a < b ? -1 : 1))),
      ...(catalog.added.length === 0 ? {} : { add: printAdded(catalog, builder) }),
      ...(catalog.resources.length === 0 ? {} : { resources: printOwners(catalog, builder) }),
    }),
  };
}

function printAdded({ added }: CatalogModel, builder: Builder): object {
  builder.stage('added', { module: 'catalog/added', name: 'addedTools' });
  const printed = added.map((one) => [one.name.text, printOne(one)] as const);
  return Object.fromEntries(printed.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function printOne({ server, tool, chain, also, description, annotations }: AddedModel): object {
  return {
    server: server.text,
    tool: tool.text,
    ...(chain === null ? {} : { failover: chain.text }),
    ...(also.length === 0 ? {} : { also }),
    ...(description === null ? {} : { description }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}

function printName(pieces: readonly Piece[]): Code {
  return code`(server, tool) => ${pieces.map(printPiece).reduce((sum, piece) => code`${sum} + ${piece}`)}`;
}

function printPiece(piece: Piece): Code {
  if (piece.kind === 'server') return code`server`;
  return piece.kind === 'tool' ? code`tool` : literal(piece.text);
}

function printOwners({ resources }: CatalogModel, builder: Builder): readonly object[] {
  return resources.map(({ pattern, server }) => ({
    matches: printUriPredicate([pattern], builder),
    server: server.text,
  }));
}
