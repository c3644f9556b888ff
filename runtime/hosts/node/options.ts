// The command line of a bundle, and PORT.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Way, Ways } from './program.ts';

export interface Options {
  readonly help?: boolean;
  readonly version?: boolean;
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port?: number;
  /** How many processes serve. */
  readonly workers: number;
  /** Takes a new bundle while it serves. */
  readonly watch: boolean;
}

/** This bundle cannot be run with these options. The message is for who typed them. */
export class Misused extends Error {
  override readonly name = 'Misused';
}

/** What the bundle can be told on its command line. */
export const helpOn = (ways: Ways): string => `Usage: node gateway.mjs [FLAGS]

Serves the policy it was compiled from.

Flags:
  --port N          Listen on this port, 0 for any free one; else on PORT, else where the policy says.
  --host HOST       Listen on this address; else where the policy says.
${Object.values(ways)
  .map(({ help }: Way) => `  ${help}\n`)
  .join('')}  --version         Show the policy's name and hash, and the compiler's version.
  -h, --help        Show this help.

Example: node gateway.mjs --port 8080

SIGTERM drains. Exit status: 0 ended on a signal, 1 cannot listen, 2 wrong usage, 74 audit log broken, 78 something is missing.
`;

const MOST_WORKERS = 256;

/**
 * Reads `argv` (without node and script) over `PORT`. What is not said is not there.
 *
 * @throws Error saying what is wrong, fit for who typed it
 */
export function readOptions(argv: readonly string[], ways: Ways, portVariable = ''): Options {
  const {
    port,
    workers: count = '1',
    'watch-bundle': watch = false,
    ...given
  } = parseArgs({
    args: [...argv],
    options: {
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
      host: { type: 'string' },
      port: { type: 'string' },
      workers: { type: 'string' },
      'watch-bundle': { type: 'boolean' },
    },
  }).values;
  const options = { ...given, watch, workers: workersOf(count) };
  const text = port ?? portVariable;
  if (options.help || options.version) return options;
  needs('watch-bundle', watch && ways.live === undefined);
  needs('workers', options.workers > 1 && ways.workers === undefined);
  if (port === undefined && text === '') return options;
  const number = Number(text);
  if (/^[0-9]{1,5}$/.test(text) && number < 65536) return { ...options, port: number };
  throw new Error(`A port is a whole number from 0 to 65535, not ${JSON.stringify(text)}.`);
}

/** What was not asked for when the bundle was compiled is not in it. */
function needs(flag: string, lacking: boolean): void {
  if (!lacking) return;
  throw new Error(
    `This file was compiled without --${flag}. Compile it with \`mcpgw compile --${flag}\`, or leave the flag out.`,
  );
}

function workersOf(text: string): number {
  if (text === 'auto') return availableParallelism();
  const count = Number(text);
  if (/^[0-9]{1,3}$/.test(text) && count > 0 && count <= MOST_WORKERS) return count;
  throw new Error(
    `--workers is a whole number from 1 to ${MOST_WORKERS}, or auto, not ${JSON.stringify(text)}.`,
  );
}
