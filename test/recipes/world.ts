// Gateways that recipes are tried on, and what each recipe prints for them.
import { join } from 'node:path';
import { run } from '../../compiler/cli/run.ts';
import { root } from '../cli/spawn.ts';

export interface Tried {
  readonly name: string;
  readonly argv: readonly string[];
}

export const tried: readonly Tried[] = [
  { name: 'smallest', argv: [join(root, 'test/recipes/gateways/http.yaml')] },
  {
    name: 'ten-servers',
    argv: [
      join(root, 'examples/ten-servers/gateway.yaml'),
      '--with',
      join(root, 'examples/ten-servers/env/prod.yaml'),
    ],
  },
  { name: 'odd', argv: [join(root, "test/recipes/gateways/it's odd/gateway.yaml")] },
];

const printed = new Map<string, Promise<string>>();

/** What `mcpgw recipe` prints, once for each gateway; it must succeed. Paths of this machine are shortened. */
export function print(recipe: string, { argv }: Tried): Promise<string> {
  const asked = [recipe, ...argv].join('\n');
  const text = printed.get(asked) ?? printNow(recipe, argv);
  printed.set(asked, text);
  return text;
}

async function printNow(recipe: string, argv: readonly string[]): Promise<string> {
  let out = '';
  let err = '';
  const status = await run(['recipe', recipe, ...argv], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    colour: false,
  });
  if (status !== 0 || err !== '') throw new Error(`${status}: ${out}${err}`);
  return out.replaceAll(root, '').replaceAll(root.replaceAll('.', '\\.'), '');
}
