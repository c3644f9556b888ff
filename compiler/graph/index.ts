// Which ways calls can go, drawn.
export { type Graph, graphOf } from './graph.ts';
export { printMermaid } from './mermaid.ts';
export { printTree } from './tree.ts';
