// The command line of a bundle, and PORT.
import { parseArgs } from 'node:util';

export interface Options {
  /** 0 takes any free port; undefined leaves it to the policy. */
  readonly port: number | undefined;
  readonly host: string | undefined;
  readonly help: boolean | undefined;
  readonly version: boolean | undefined;
}

export const HELP = `Usage: node gateway.mjs [options]

  --port N     listen on port N, 0 for any free one (else PORT, else the policy's)
  --host HOST  listen on this address (else the policy's)
  --version    print the policy's name and hash, and the compiler's version
`;

/**
 * Reads `argv` (without node and script) over `PORT`.
 *
 * @throws Error saying what is wrong, fit for who typed it
 */
export function readOptions(argv: readonly string[], portVariable: string | undefined): Options {
  const { port, host, help, version } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  }).values;
  const text = help || version ? undefined : (port ?? (portVariable || undefined));
  return { port: text === undefined ? text : portOf(text), host, help, version };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^[0-9]{1,5}$/.test(text) && port < 65536) return port;
  throw new Error(`A port is a whole number from 0 to 65535, not ${JSON.stringify(text)}.`);
}
