// The one catalog: how tools are called in it, and what names can be in it at all.

import type { Type } from '../../cel/index.ts';
import type { Range } from '../../diagnostics/finding.ts';
import type { Definition, LockFile } from '../../lock/model.ts';
import type { Checked } from '../../lock/schema/index.ts';
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

/** A tool of the catalog's own. */
export interface AddedModel {
  readonly name: Word;
  /** The server, and the tool's name there after rename. */
  readonly server: Word;
  readonly tool: Word;
  /** The chain that serves it, whose first link that tool is; null where it is the tool alone. */
  readonly chain: Word | null;
  /** Later links that take the same arguments. */
  readonly also: readonly { readonly server: string; readonly tool: string }[];
  /** What goes over the tool's definition. */
  readonly description: string | null;
  readonly annotations: Readonly<Record<string, boolean | string>>;
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
  /** By `catalog.add`. */
  readonly added: boolean;
}

/** A tool that is offered, as it was reviewed. */
export interface LockedTool {
  /** The catalog's. */
  readonly name: string;
  readonly server: string;
  /** The server's own name, and the name after rename. */
  readonly original: string;
  readonly renamed: string;
  /** Where its name stands: in `rename`, in `catalog.add`, else its server's name. */
  readonly range: Range;
  readonly hash: string;
  /** As agents see it, but for its name. */
  readonly definition: Definition;
  /** As its server lists it. */
  readonly locked: Definition;
  /** What the gateway checks of its input schema; null where it checks nothing, since another definition may be offered. */
  readonly checked: Checked | null;
  /** What of it the gateway leaves to the server. */
  readonly unchecked: readonly string[];
}

export interface LockModel {
  /** The path in the gateway file. */
  readonly range: Range;
  readonly onDrift: 'hide' | 'warn' | 'allow';
  /** All that is locked, offered or not. */
  readonly servers: LockFile['servers'];
  readonly tools: readonly LockedTool[];
  /** Servers that the lock does not know. */
  readonly unlocked: ReadonlySet<string>;
}

export interface CatalogModel {
  /** `catalog.name`, or the default. */
  readonly template: Word;
  readonly pieces: readonly Piece[];
  readonly alias: readonly AliasModel[];
  readonly added: readonly AddedModel[];
  readonly resources: readonly OwnerModel[];
  readonly offers: readonly Offer[];
  /** Null without a lock. */
  readonly lock: LockModel | null;
  /** The servers that could offer a tool that the pattern matches; an empty set for a pattern that nothing can match. */
  offering(pattern: Pattern): ReadonlySet<string>;
  /** The type of the arguments of all tools that the patterns match, as far as the gateway checks them. */
  argsOf(tools: readonly Pattern[]): Type;
}
