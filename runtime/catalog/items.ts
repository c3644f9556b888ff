// What a server lists, as the catalog has it: named, described by facts that rules read, prepared for requests.
import type { AskKind } from '../contract/asks.ts';
import type { CatalogContext, CatalogItem, ToolTasks } from '../contract/catalog.ts';
import type { ServerPlan } from '../contract/plan.ts';
import type { Listed, TaskSupport } from '../contract/server.ts';
import type { PromptFacts, ToolAnnotations, ToolFacts } from '../contract/tool.ts';
import { binaryJson, concat } from '../protocol/bytes.ts';
import { recordIn } from '../protocol/record.ts';
import { splice } from '../protocol/splice.ts';

type Own = Pick<CatalogItem, 'subject' | 'facts' | 'original' | 'judge' | 'gate' | 'watch' | 'definition'>;

export interface ItemMaker {
  readonly server: string;
  tool(listed: Listed): CatalogItem & { readonly facts: ToolFacts };
  prompt(listed: Listed): CatalogItem & { readonly facts: PromptFacts };
  /** What all things of the server have in common, added. */
  item<Given extends Own>(own: Given): CatalogItem & Given;
}

const NOTHING: readonly AskKind[] = [];

/** Makes items of what the server at `at` lists. */
export function itemMaker(
  { plan, backends, prepare, overridden }: CatalogContext,
  at: number,
  tasks: TaskSupport | null = null,
): ItemMaker {
  const server = plan.servers[at]!;
  const { name: serverName, timeoutMs, asks = NOTHING } = server;
  const common = {
    server: serverName,
    backend: backends[at]!,
    timeoutMs,
    asks,
    mirror: null,
    check: null,
    way: null,
    tasks: null,
  };
  const item: ItemMaker['item'] = (own) => Object.freeze({ ...common, ...own });
  return {
    server: serverName,
    item,
    tool(given) {
      const { name: original, mirror } = given;
      const own = renamed(server, original);
      const listed = server.overrides === undefined ? given : overridden!(given, server.overrides, own);
      const facts = toolFacts(server, listed, plan.catalog.name(serverName, own));
      const definition = renamedDefinition(listed, facts.name);
      const prepared = prepare.tool(facts);
      const kept = server.tasks && tasks !== null ? { ...tasks, support: taskSupport(listed) } : null;
      return item({
        subject: 'tool',
        facts,
        original,
        mirror,
        tasks: kept,
        ...prepared,
        definition,
      });
    },
    prompt(listed) {
      const { name: original } = listed;
      const name = plan.catalog.name(serverName, original);
      const facts: PromptFacts = Object.freeze({ name, original, server: serverName });
      const definition = renamedDefinition(listed, name);
      return item({ subject: 'prompt', facts, original, ...prepare.prompt(facts), definition });
    },
  };
}

/** Absent is forbidden. */
function taskSupport({ parsed }: Listed): ToolTasks['support'] {
  const { taskSupport: said } = recordIn(parsed.execution);
  return said === 'required' || said === 'optional' ? said : 'forbidden';
}

function renamed({ rename }: ServerPlan, name: string): string {
  return Object.hasOwn(rename, name) ? rename[name]! : name;
}

function renamedDefinition({ definition, nameSpan }: Listed, name: string): Uint8Array {
  return concat(splice(definition, [{ span: nameSpan, with: binaryJson(name) }]));
}

function toolFacts(server: ServerPlan, { name: original, parsed }: Listed, name: string): ToolFacts {
  const annotations = annotationsOf(parsed.annotations);
  const title = typeof parsed.title === 'string' ? parsed.title : annotations.title;
  return Object.freeze({
    name,
    original,
    server: server.name,
    title,
    annotations,
    labels: server.labels(renamed(server, original)),
  });
}

/**
 * The hints, with the specification's defaults: a tool that says nothing is taken for a destructive one. One that says
 * it only reads is not: there the hint has no meaning (2026-07-28 schema, ToolAnnotations).
 */
export function annotationsOf(value: unknown): ToolAnnotations {
  const given = recordIn(value);
  return Object.freeze({
    title: typeof given.title === 'string' ? given.title : '',
    readOnlyHint: given.readOnlyHint === true,
    destructiveHint:
      given.destructiveHint === undefined ? given.readOnlyHint !== true : given.destructiveHint !== false,
    idempotentHint: given.idempotentHint === true,
    openWorldHint: given.openWorldHint !== false,
  });
}
