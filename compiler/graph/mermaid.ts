// The graph as a Mermaid flowchart, which GitHub, GitLab and editors draw.
import { harmless } from '../diagnostics/cells.ts';
import type { Graph, Target } from './graph.ts';

export function printMermaid({ gateway, servers, routes, chains, added }: Graph): string {
  const serverIds = idsOf('s', servers);
  const chainIds = idsOf('c', chains);
  const idOf = ({ kind, name }: Target): string =>
    (kind === 'chain' ? chainIds : serverIds).get(name) ?? 'unknown';
  const lines = [
    'flowchart LR',
    `  gateway(["${label(gateway)}"])`,
    ...servers.map(
      ({ name, addresses }) => `  ${serverIds.get(name)}["${[name, ...addresses].map(label).join('<br/>')}"]`,
    ),
    ...chains.map(({ name }) => `  ${chainIds.get(name)}{{"${label(name)}"}}`),
    ...servers.map(({ name }) => `  gateway --> ${serverIds.get(name)}`),
    ...added.map(({ name, to }) => arrow('gateway', label(name), idOf(to))),
    ...routes.map(({ tools, when, to }, at) =>
      arrow(
        'gateway',
        [`${at + 1}. ${tools}`, ...(when === null ? [] : [`when ${when}`])].map(label).join('<br/>'),
        idOf(to),
      ),
    ),
    ...chains.flatMap(({ name, links }) =>
      links.map(({ server, tool }, at) =>
        arrow(
          chainIds.get(name)!,
          label(`${at + 1}.${tool === null ? '' : ` ${tool}`}`),
          serverIds.get(server) ?? 'unknown',
        ),
      ),
    ),
  ];
  return `${harmless(lines.join('\n'))}\n`;
}

function idsOf(letter: string, nodes: readonly { readonly name: string }[]): ReadonlyMap<string, string> {
  return new Map(nodes.map(({ name }, at) => [name, `${letter}${at + 1}`]));
}

function arrow(from: string, text: string, to: string): string {
  return `  ${from} -- "${text}" --> ${to}`;
}

/** Text within quotes: what Mermaid reads as its own or as HTML stands as an entity. */
function label(text: string): string {
  return text.replace(/[&<>"#`\\]/g, (character) => `#${character.codePointAt(0)};`).replaceAll('\n', ' ');
}
