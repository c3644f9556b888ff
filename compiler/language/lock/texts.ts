// Goes through the texts of all that is offered, for the rules about them: tools, prompts, resource templates, instructions.
import type { Range } from '../../diagnostics/finding.ts';
import type { Definition, LockedKind } from '../../lock/model.ts';
import { type Text, textsOf } from '../../lock/texts.ts';
import type { AccessModel } from '../access/model.ts';
import type { CatalogModel } from '../catalog/model.ts';
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
}

const remedies = {
  tool: 'Describe the tool yourself (tools: { describe: … }), exclude it, or accept it in a comment with the reason.',
  other: 'Have its server mended, allow it to nobody, or accept it in a comment with the reason.',
};

/** Tells `look` of every text, until it has something to say of a thing: one finding is enough to read all of it. */
export function eachText(models: Locked, look: (said: Said, text: Text) => boolean): void {
  const { lock, pieces } = models.catalog;
  if (lock === null) return;
  const tell = (said: Said, definition: Definition): void => {
    textsOf(definition).some((text) => look(said, text));
  };
  for (const { name, server, range, definition } of lock.tools)
    tell({ who: `Tool “${name}”`, server, range, remedy: remedies.tool }, definition);
  for (const { name: server, range } of models.servers.servers.values()) {
    if (!Object.hasOwn(lock.servers, server)) continue;
    const own = lock.servers[server]!;
    const others = (kind: LockedKind, who: (name: string) => string): void => {
      for (const [name, { definition }] of Object.entries(own[kind] ?? {}))
        tell({ who: who(name), server, range, remedy: remedies.other }, definition);
    };
    const { prompts, resources } = allowed(models.access);
    if (prompts) others('prompts', (name) => `Prompt “${fill(pieces, server, name)}”`);
    if (resources) others('resourceTemplates', (name) => `Resource template “${name}”`);
    if (own.instructions !== undefined) {
      const said = { who: `Server “${server}”`, server, range, remedy: remedies.other };
      tell(said, { instructions: own.instructions.text });
    }
  }
}

/** Whether any are: what nobody may see is asked of no server. */
function allowed({ rules }: AccessModel) {
  const allows = rules.filter(({ effect }) => effect === 'allow');
  return {
    prompts: allows.some(({ prompts }) => prompts !== null),
    resources: allows.some(({ resources }) => resources !== null),
  };
}
