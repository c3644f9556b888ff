// Which ways calls can go, as a graph: the catalog, routes, chains and servers, in the order of the file.
import type { ChainModel } from '../language/failover/model.ts';
import type { ValueModel } from '../language/late.ts';
import type { Models } from '../language/rooms.ts';
import type { RouteModel } from '../language/routes/model.ts';
import type { ServerModel } from '../language/servers/model.ts';

export interface Graph {
  readonly gateway: string;
  readonly servers: readonly ServerNode[];
  readonly routes: readonly RouteNode[];
  readonly chains: readonly ChainNode[];
  /** Tools of the catalog's own. */
  readonly added: readonly AddedNode[];
}

export interface ServerNode {
  readonly name: string;
  /** Where it is, each address a line; what is known only at run time by the name of its variable. */
  readonly addresses: readonly string[];
  /** How it is looked after, as `breaker` or `retry`. */
  readonly care: readonly string[];
}

export interface Target {
  readonly kind: 'server' | 'chain';
  readonly name: string;
}

export interface RouteNode {
  readonly tools: string;
  /** Null: it always holds. */
  readonly when: string | null;
  readonly to: Target;
  readonly labels: string | null;
  readonly place: string;
}

export interface ChainNode {
  readonly name: string;
  readonly links: readonly {
    readonly server: string;
    readonly tool: string | null;
    readonly mapped: boolean;
  }[];
  /** After what the next link is tried. */
  readonly on: readonly string[];
  readonly safe: boolean;
}

export interface AddedNode {
  readonly name: string;
  readonly to: Target;
  /** The tool of that server; null where it is a chain. */
  readonly tool: string | null;
}

/** @param name of the gateway */
export function graphOf(name: string, { servers, routes, failover, catalog }: Models): Graph {
  return {
    gateway: name,
    servers: [...servers.servers.values()].map(serverNode),
    routes: routes.routes.map(routeNode),
    chains: [...failover.chains.values()].map(chainNode),
    added: catalog.added.map((one) =>
      one.chain === null
        ? { name: one.name.text, to: { kind: 'server', name: one.server.text }, tool: one.tool.text }
        : { name: one.name.text, to: { kind: 'chain', name: one.chain.text }, tool: null },
    ),
  };
}

function serverNode(server: ServerModel): ServerNode {
  const { name, transport } = server;
  const addresses =
    transport.kind === 'http'
      ? transport.addresses.map(({ url, weight, labels }) => {
          const more = [
            ...(transport.several && weight !== 1 ? [`weight ${weight}`] : []),
            ...labelTexts(labels),
          ];
          return [addressText(url), ...more].join(', ');
        })
      : [transport.command.map(({ text }) => text).join(' ')];
  const keys = ['balance', 'health', 'breaker', 'retry', 'queue'] as const;
  return { name, addresses, care: keys.filter((key) => server[key] !== null) };
}

function addressText(url: ValueModel): string {
  if (url.kind === 'literal') return url.text;
  return url.kind === 'env' ? `$${url.name}` : `file ${url.name}`;
}

function labelTexts(labels: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(labels).map(([key, value]) => `${key}: ${value}`);
}

function routeNode({ tools, when, to, place }: RouteModel): RouteNode {
  const labels = to.kind === 'server' && to.labels !== null ? labelTexts(to.labels).join(', ') : null;
  return {
    tools: tools.map(({ text }) => text).join(', '),
    when: when === null ? null : when.text.replace(/\s+/g, ' '),
    to: { kind: to.kind, name: to.word.text },
    labels,
    place,
  };
}

function chainNode({ name, links, on, safe }: ChainModel): ChainNode {
  return {
    name: name.text,
    links: links.map(({ server, tool, args }) => ({
      server: server.text,
      tool: tool?.text ?? null,
      mapped: args !== null,
    })),
    on: on.map(({ word }) => word.text.replace(/\s+/g, ' ')),
    safe,
  };
}
