// The command line of a bundle, and PORT.

export type Command =
  | { readonly kind: 'serve'; readonly host: string; readonly port: number }
  | { readonly kind: 'version' }
  | { readonly kind: 'help' }
  | { readonly kind: 'usage'; readonly problem: string };

export interface Given {
  readonly host: string;
  readonly port: number;
}

export const HELP = `Usage: node gateway.mjs [options]

  --port N     listen on port N, 0 for any free one (else PORT, else the policy's port)
  --host HOST  listen on this address (else the policy's)
  --version    print the policy's name and hash, and the compiler's version
  --help       print this text`;

/** Reads `argv` (without node and script) over `PORT` over what the policy says. */
export function readCommand(
  argv: readonly string[],
  portVariable: string | undefined,
  policy: Given,
): Command {
  let host = policy.host;
  let port: string | undefined;
  for (let i = 0; i < argv.length; i++) {
    const [name, inline] = splitFlag(argv[i]!);
    if (name === '--help' || name === '-h') return { kind: 'help' };
    if (name === '--version') return { kind: 'version' };
    if (name !== '--port' && name !== '--host') return usage(`${name} is not an option; see --help.`);
    const value = inline ?? argv[++i];
    if (value === undefined || value === '') return usage(`${name} needs a value.`);
    if (name === '--port') port = value;
    else host = value;
  }
  if (port !== undefined) return withPort(host, port, '--port');
  if (portVariable !== undefined && portVariable !== '') return withPort(host, portVariable, 'PORT');
  return { kind: 'serve', host, port: policy.port };
}

function splitFlag(text: string): readonly [string, string | undefined] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
}

function withPort(host: string, text: string, source: string): Command {
  const port = Number(text);
  if (!/^[0-9]{1,5}$/.test(text) || port > 65535) {
    return usage(`${source} is ${JSON.stringify(text)}; a port is a whole number from 0 to 65535.`);
  }
  return { kind: 'serve', host, port };
}

function usage(problem: string): Command {
  return { kind: 'usage', problem };
}
