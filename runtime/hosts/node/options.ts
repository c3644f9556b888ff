// The command line of a bundle, and PORT.
import { parseArgs } from 'node:util';

export interface Options {
  readonly help?: boolean;
  readonly version?: boolean;
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port?: number;
}

export const HELP = `Usage: node gateway.mjs [--port N] [--host HOST] | --version | --help
Listens where the policy says, unless --host, --port or PORT say otherwise. Port 0 is any free one.
`;

/**
 * Reads `argv` (without node and script) over `PORT`. What is not said is not there.
 *
 * @throws Error saying what is wrong, fit for who typed it
 */
export function readOptions(argv: readonly string[], portVariable = ''): Options {
  const { port, ...options } = parseArgs({
    args: [...argv],
    options: {
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
      host: { type: 'string' },
      port: { type: 'string' },
    },
  }).values;
  const text = port ?? portVariable;
  if (options.help || options.version || (port === undefined && text === '')) return options;
  const number = Number(text);
  if (/^[0-9]{1,5}$/.test(text) && number < 65536) return { ...options, port: number };
  throw new Error(`A port is a whole number from 0 to 65535, not ${JSON.stringify(text)}.`);
}
