// Resources in the catalog: whose each is, and which templates there are. Only in gateways that allow any.
import type { CatalogContext, CatalogItem, ResourceIndex, ResourceStage } from '../contract/catalog.ts';
import { type ItemMaker, itemMaker } from './items.ts';
import { clash, createOffers, type Hide } from './merge.ts';
import { normalizeUri, resourceFacts, type UriTemplate, uriTemplate } from './uri.ts';

/** Resources that were asked for and are in no list: so many are kept, each ready to be judged. */
const MOST_KEPT = 1000;

/** A claim on URIs, also where two servers make the same. */
interface Template {
  readonly template: UriTemplate;
  /** Which server's, by its place among them. */
  readonly at: number;
}

/** Makes the index of resources anew whenever a list has changed. */
export const resourceStage: ResourceStage<Hide> = (context, offerings, hide) => {
  const offers = createOffers();
  const templateOffers = createOffers();
  const templates: Template[] = [];
  offerings.forEach(({ resources, resourceTemplates }, at) => {
    const make = itemMaker(context, at);
    for (const { name: uri, definition, parsed } of resources) {
      const normalized = normalizeUri(uri);
      if (normalized === null) hide('resources', uri, make.server, 'its URI can be read in two ways');
      else offers.add(normalized, resourceItem(context, make, uri, definition, parsed.mimeType));
    }
    for (const { name: text, definition, parsed } of resourceTemplates) {
      const template = uriTemplate(text);
      const facts = resourceFacts(make.server, text, parsed.mimeType);
      const prepared = context.prepare.template(facts, template.head);
      const item = make.item({ subject: 'resource', facts, original: text, ...prepared, definition });
      templateOffers.add(text, item);
      templates.push({ template, at });
    }
  });
  const contested = new Set<string>();
  const settle =
    (kind: 'resources' | 'resourceTemplates') =>
    (same: readonly CatalogItem[], uri: string): CatalogItem | undefined => {
      const owner = context.plan.catalog.resources?.find(({ matches }) => matches(uri));
      const own = same.find(({ server }) => server === owner?.server);
      if (own !== undefined) return own;
      contested.add(uri);
      return clash(hide, kind, same, 'use catalog.resources');
    };
  const listed = offers.alone(settle('resources'));
  const templated = templateOffers.alone(settle('resourceTemplates'));
  return {
    resources: [...listed.values()],
    resourceTemplates: [...templated.values()],
    find: finder(context, listed, templates, contested),
    template: (text) => templated.get(text),
  };
};

/** A URI that two servers list belongs to neither, one that can be read in two ways to nobody. */
function finder(
  context: CatalogContext,
  listed: ReadonlyMap<string, CatalogItem>,
  templates: readonly Template[],
  contested: ReadonlySet<string>,
): ResourceIndex['find'] {
  const kept = new Map<string, CatalogItem>();
  return (uri) => {
    const normalized = normalizeUri(uri);
    if (normalized === null || contested.has(normalized)) return undefined;
    const known = listed.get(normalized) ?? kept.get(normalized);
    if (known !== undefined) return known;
    const at = ownerOf(context, templates, normalized);
    if (at < 0) return undefined;
    const item = resourceItem(context, itemMaker(context, at), uri, NO_DEFINITION, '');
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(normalized, item);
    return item;
  };
}

/** Of a URI in no list: the server whose template it fits, else the one that the policy names; −1 for nobody's. */
function ownerOf({ plan }: CatalogContext, templates: readonly Template[], uri: string): number {
  const fitting = new Set(templates.filter(({ template }) => template.matches(uri)).map(({ at }) => at));
  if (fitting.size === 1) return [...fitting][0]!;
  const owner = plan.catalog.resources?.find(({ matches }) => matches(uri));
  const named = plan.servers.findIndex(({ name }) => name === owner?.server);
  return fitting.size === 0 || fitting.has(named) ? named : -1;
}

const NO_DEFINITION = /* @__PURE__ */ new Uint8Array(0);

function resourceItem(
  { prepare }: CatalogContext,
  make: ItemMaker,
  uri: string,
  definition: Uint8Array,
  mimeType: unknown,
): CatalogItem {
  const facts = resourceFacts(make.server, normalizeUri(uri) ?? uri, mimeType);
  return make.item({ subject: 'resource', facts, original: uri, ...prepare.resource(facts), definition });
}
