// `mcpgw graph`: the ways of gateways as trees, as Mermaid and as JSON.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { run } from '../../compiler/cli/run.ts';
import { type Graph, printMermaid, printTree } from '../../compiler/graph/index.ts';
import { expectGolden } from '../golden.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const golden = (name: string): string => join(import.meta.dirname, 'golden', name);

async function graph(...argv: readonly string[]) {
  const said = { out: '', err: '' };
  const io = {
    out: (text: string) => {
      said.out += text;
    },
    err: (text: string) => {
      said.err += text;
    },
    colour: false,
  };
  return { status: await run(['graph', ...argv], io), ...said };
}

describe.each(['failover', 'ten-servers'])('the example %s', (name) => {
  const file = join(root, 'examples', name, 'gateway.yaml');

  test.each(['tree', 'mermaid', 'json'])('as %s', async (format) => {
    const { status, out, err } = await graph(file, '--format', format);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expectGolden(golden(`${name}.${format}.txt`), out);
  });
});

test('a tree, unless another form is asked for', async () => {
  const file = join(root, 'examples/failover/gateway.yaml');
  expect((await graph(file)).out).toBe((await graph(file, '--format', 'tree')).out);
});

test('a file with errors is not drawn: standard output stays empty', async () => {
  const file = join(root, 'test/fixtures/rules/failover/unknown-server/invalid.yaml');
  const { status, out, err } = await graph(file);
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toContain('failover/unknown-server');
});

test('what is written can end no label and move no cursor', () => {
  const odd: Graph = {
    gateway: 'a"]<b>',
    servers: [{ name: 's', addresses: ['node "x" \\ #1 `y`\n\u001b[2J'], care: [] }],
    routes: [],
    chains: [],
    added: [],
  };
  const drawn = printMermaid(odd);
  expect(drawn.split('\n')[1]).toBe('  gateway(["a#34;]#60;b#62;"])');
  expect(drawn.split('\n')[2]).toBe('  s1["s<br/>node #34;x#34; #92; #35;1 #96;y#96; �[2J"]');
  expect(printTree(odd)).not.toContain('\u001b');
});
