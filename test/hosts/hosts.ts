// The hosts that a bundle runs on, as programs to start: Node as it runs the tests, and the others from npm.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

export interface Host {
  readonly name: string;
  /** What stands before the bundle's name on the command line; for a host of Workers, the program that calls it. */
  readonly command: readonly string[];
  /** It calls the bundle: no processes, no files, nothing between requests. */
  readonly worker?: true;
}

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const NODE: Host = { name: 'node', command: [process.execPath] };

/** Every host but the Node that runs the tests. */
export const OTHERS: readonly Host[] = [
  { name: 'node22', command: [at('./nodes/node_modules/node22/bin/node')] },
  { name: 'node24', command: [at('./nodes/node_modules/node24/bin/node')] },
  { name: 'deno', command: [at('../../node_modules/deno/deno'), 'run', '-A', '--no-config'] },
  { name: 'bun', command: [at('../../node_modules/bun/bin/bun.exe')] },
];

export const WORKERD: Host = {
  name: 'workerd',
  command: [at('../../node_modules/workerd/bin/workerd')],
  worker: true,
};

type Suite = (host: Host) => void;

/** A suite over each of `hosts`. One that is missing is skipped by name, unless MCPGW_TEST_REQUIRE has its name. */
export function onEach(hosts: readonly Host[], what: string, suite: Suite): void {
  each(hosts, what, (title, host) => {
    describe(title, () => suite(host));
  });
}

/** The same for suites that mostly wait: those of all hosts at the same time, the tests of each one after the other. */
export function onEachAtOnce(hosts: readonly Host[], what: string, suite: Suite): void {
  each(hosts, what, (title, host) => {
    describe.concurrent(title, () => {
      describe.sequential('in turn', () => suite(host));
    });
  });
}

function each(hosts: readonly Host[], what: string, begin: (title: string, host: Host) => void): void {
  const required = (process.env.MCPGW_TEST_REQUIRE ?? '').split(/[ ,]+/);
  for (const host of hosts) {
    const title = `${host.name}: ${what}`;
    if (existsSync(host.command[0]!)) begin(title, host);
    else if (required.includes(host.name)) it(title, () => expect.fail(`${host.command[0]} is missing`));
    else it.skip(title);
  }
}
