// Goes through the texts of all that is offered, for the rules about them: tools, prompts, resource templates, instructions.
import type { Range } from '../../diagnostics/finding.ts';
import type { Definition, LockedKind } from '../../lock/model.ts';
import { type Text, textsOf } from '../../lock/texts.ts';
import type { AccessModel } from '../access/model.ts';
import type { CatalogModel, LockModel } from '../catalog/model.ts';
import { fill } from '../catalog/template.ts';
import type { ServersModel } from '../servers/model.ts';

export interface Locked {
  readonly servers: ServersModel;
  readonly catalog: CatalogModel;
  readonly access: AccessModel;
}

/** Something that a server says, and a model may read. */
export interface Said {
  /** As a subject: `Tool “crm__search”`. */
  readonly who: string;
  readonly server: string;
  /** Where it comes from, as near as the gateway file says it. */
  readonly range: Range;
  /** What its author can do about it. */
  readonly remedy: string;
  readonly texts: readonly Text[];
}

const remedies = {
  tool: 'Describe the tool yourself (tools: { describe: … }), exclude it, or accept it in a comment with the reason.',
  other: 'Have its server mended, allow it to nobody, or accept it in a comment with the reason.',
};

/** All that is said, once for all rules that read it. */
export function saidOf(before: Locked): readonly Said[] {
  const { lock } = before.catalog;
  if (lock === null) return [];
  const ofTools = lock.tools.map(({ name, server, range, definition }) => ({
    ...{ who: `Tool “${name}”`, server, range, remedy: remedies.tool, texts: textsOf(definition) },
  }));
  return Object.freeze([...ofTools, ...saidBeside(before, lock)]);
}

/** Prompts, templates and instructions. */
function saidBeside({ servers, catalog: { pieces }, access }: Locked, lock: LockModel): readonly Said[] {
  const { prompts, resources } = allowed(access);
  return [...servers.servers.values()].flatMap(({ name: server, range }) => {
    const own = Object.hasOwn(lock.servers, server) ? (lock.servers[server] ?? {}) : {};
    const said = (who: string, definition: Definition): Said => ({
      ...{ who, server, range, remedy: remedies.other, texts: textsOf(definition) },
    });
    const all = (kind: LockedKind, who: (name: string) => string): readonly Said[] =>
      Object.entries(own[kind] ?? {}).map(([name, { definition }]) => said(who(name), definition));
    return [
      ...(prompts ? all('prompts', (name) => `Prompt “${fill(pieces, server, name)}”`) : []),
      ...(resources ? all('resourceTemplates', (name) => `Resource template “${name}”`) : []),
      ...(own.instructions ? [said(`Server “${server}”`, { instructions: own.instructions.text })] : []),
    ];
  });
}

/** Whether any are: what nobody may see is asked of no server. */
function allowed({ rules }: AccessModel) {
  const allows = rules.filter(({ effect }) => effect === 'allow');
  return {
    prompts: allows.some(({ prompts }) => prompts !== null),
    resources: allows.some(({ resources }) => resources !== null),
  };
}

/** Tells `look` of every text, until it has something to say of a thing: one finding is enough to read all of it. */
export function eachText(said: readonly Said[], look: (said: Said, text: Text) => boolean): void {
  for (const one of said) one.texts.some((text) => look(one, text));
}
