// The one catalog: how tools are called in it, and what names can be in it at all.
import type { Pattern } from '../patterns.ts';
import type { ResourcePattern } from '../resources.ts';
import type { Word } from '../words.ts';

/** A piece of `catalog.name`. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'server' }
  | { readonly kind: 'tool' }
  | { readonly kind: 'unknown'; readonly text: string; readonly start: number; readonly end: number };

export interface AliasModel {
  /** The old name. */
  readonly from: Word;
  /** Today's. */
  readonly to: Word;
}

/** Whose resources are. */
export interface OwnerModel {
  readonly pattern: ResourcePattern;
  readonly server: Word;
}

/** Names that one server can bring into the catalog. */
export interface Offer {
  readonly server: string;
  /** Over the catalog's names. */
  readonly names: Pattern;
  /** What stands before the tool in all its names. */
  readonly prefix: string;
}

export interface CatalogModel {
  /** `catalog.name`, or the default. */
  readonly template: Word;
  readonly pieces: readonly Piece[];
  readonly alias: readonly AliasModel[];
  readonly resources: readonly OwnerModel[];
  readonly offers: readonly Offer[];
  /** The servers that could offer a tool that the pattern matches; an empty set for a pattern that nothing can match. */
  offering(pattern: Pattern): ReadonlySet<string>;
}
