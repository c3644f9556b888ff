// The hosts that are measured, as commands: this Node, and Deno and Bun from npm.
import { fileURLToPath } from 'node:url';

const installed = (path) => fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url));

export const HOSTS = {
  node: [process.execPath],
  deno: [installed('deno/deno'), 'run', '-A', '--no-config', '--quiet'],
  bun: [installed('bun/bin/bun.exe')],
};
