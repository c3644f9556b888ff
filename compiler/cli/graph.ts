// `mcpgw graph [FILE]`: servers, routes and chains, drawn.

import { printMermaid, printTree } from '../graph/index.ts';
import { graphGateway } from '../index.ts';
import { exit, type Run } from './command.ts';
import { formatsOf, forPeople, printAs } from './formats.ts';
import { report, statusOf } from './report.ts';
import { today } from './today.ts';

export const graph: Run = async (given, io) => {
  const file = given.operands[0] ?? 'gateway.yaml';
  const formats = formatsOf(given);
  const found = graphGateway(file, { overlays: given.values('with'), today: today() });
  if (found.graph === null) {
    // What is printed is the graph or nothing: it may be going into a file.
    report({ ...found, file }, forPeople, { ...io, out: io.err });
    return statusOf(found.findings);
  }
  const { graph: drawn } = found;
  const printers = { tree: printTree, mermaid: printMermaid, json: jsonText };
  printAs(
    given.values('format').length === 0 ? [{ name: 'tree', file: null }] : formats,
    Object.fromEntries(Object.entries(printers).map(([name, print]) => [name, () => print(drawn)])),
    io,
  );
  return exit.clean;
};

function jsonText(graph: object): string {
  return `${JSON.stringify(graph, null, 2)}\n`;
}
