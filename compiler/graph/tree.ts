// The graph as a tree for a terminal.
import { harmless } from '../diagnostics/cells.ts';
import type { AddedNode, ChainNode, Graph, RouteNode, ServerNode, Target } from './graph.ts';

interface Branch {
  readonly text: string;
  readonly below: readonly Branch[];
}

export function printTree({ gateway, servers, routes, chains, added }: Graph): string {
  const below = [
    section('servers', servers.map(serverBranch)),
    section('tools of its own', added.map(addedBranch)),
    section('routes, the first that holds', routes.map(routeBranch)),
    section('chains', chains.map(chainBranch)),
  ].filter((branch) => branch.below.length > 0);
  return `${harmless([gateway, ...linesOf(below, '')].join('\n'))}\n`;
}

const section = (text: string, below: readonly Branch[]): Branch => ({ text, below });
const leaf = (text: string): Branch => ({ text, below: [] });

function linesOf(branches: readonly Branch[], before: string): readonly string[] {
  return branches.flatMap(({ text, below }, at) => {
    const last = at === branches.length - 1;
    return [`${before}${last ? '└─ ' : '├─ '}${text}`, ...linesOf(below, `${before}${last ? '   ' : '│  '}`)];
  });
}

function serverBranch({ name, addresses, care }: ServerNode): Branch {
  const kept = care.length === 0 ? '' : `  (${care.join(', ')})`;
  const [only, second] = addresses;
  if (second === undefined) return leaf(`${name}  ${only ?? ''}${kept}`);
  return { text: `${name}${kept}`, below: addresses.map(leaf) };
}

function addedBranch({ name, to, tool }: AddedNode): Branch {
  return leaf(`${name} → ${targetText(to)}${tool === null ? '' : `, as ${tool}`}`);
}

function routeBranch({ tools, when, to, labels, place }: RouteNode): Branch {
  const only = labels === null ? '' : ` (${labels})`;
  const asked = when === null ? [] : [leaf(`when ${when}`)];
  return { text: `${tools} → ${targetText(to)}${only}  ${place}`, below: asked };
}

function chainBranch({ name, links, on, safe }: ChainNode): Branch {
  const hops = links.map(({ server, tool, mapped }, at) =>
    leaf(`${at + 1}. ${server}${tool === null ? '' : `, ${tool}`}${mapped ? ', with other arguments' : ''}`),
  );
  const again = safe ? 'also a call that may have run' : 'no call that may have run, unless both only read';
  return { text: name, below: [...hops, leaf(`next after ${on.join(', ')}: ${again}`)] };
}

function targetText({ kind, name }: Target): string {
  return kind === 'chain' ? `chain ${name}` : name;
}
