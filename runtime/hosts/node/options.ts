// The command line of a bundle, and PORT.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

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

export const HELP = `Usage: node gateway.mjs [FLAGS]

Serves the policy that this file was compiled from.

Flags:
  --port N          Listen on this port, 0 for any free one; else on PORT, else where the policy says.
  --host HOST       Listen on this address; else where the policy says.
  --workers N       Serve with N processes, auto for one a core. Limits stay exact, a dead one is replaced.
  --watch-bundle    Take a new gateway.mjs while serving, without losing a call; SIGHUP takes it at once.
  --version         Show the policy's name and hash, and the compiler's version.
  -h, --help        Show this help.

Examples:
  node gateway.mjs --port 8080
  node gateway.mjs --workers auto --watch-bundle    in production, on all cores

SIGTERM drains. Exit status: 0 ended on a signal, 1 cannot listen, 2 wrong usage, 74 audit log broken, 78 something is missing.
`;

const MOST_WORKERS = 256;

/**
 * Reads `argv` (without node and script) over `PORT`. What is not said is not there.
 *
 * @throws Error saying what is wrong, fit for who typed it
 */
export function readOptions(argv: readonly string[], portVariable = ''): Options {
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
  if (options.help || options.version || (port === undefined && text === '')) return options;
  const number = Number(text);
  if (/^[0-9]{1,5}$/.test(text) && number < 65536) return { ...options, port: number };
  throw new Error(`A port is a whole number from 0 to 65535, not ${JSON.stringify(text)}.`);
}

function workersOf(text: string): number {
  if (text === 'auto') return availableParallelism();
  const count = Number(text);
  if (/^[0-9]{1,3}$/.test(text) && count > 0 && count <= MOST_WORKERS) return count;
  throw new Error(
    `--workers is a whole number from 1 to ${MOST_WORKERS}, or auto, not ${JSON.stringify(text)}.`,
  );
}
