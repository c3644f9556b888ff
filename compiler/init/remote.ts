// A server that is reached by URL: its address, and its header fields as credentials.

import { isSecretText } from '../source/secrets.ts';
import { type Fields, settings } from './clients.ts';
import { pieces } from './template.ts';
import { type Late, settle, type Variables } from './variables.ts';

export interface Remote {
  readonly kind: 'http';
  readonly url:
    | string
    | { readonly env: string; readonly hosts: readonly string[]; readonly default?: string };
  readonly fields: readonly (readonly [field: string, value: Late])[];
}

export function readRemote(
  url: string,
  fields: Fields,
  name: string,
  variables: Variables,
  note: (about: string) => void,
): Remote {
  const credentials = settings(fields.headers).flatMap(([field, value]) => {
    const wrong = wrongField(field);
    if (wrong !== null) note(`the header field ${JSON.stringify(field)} is left out: ${wrong}.`);
    return wrong === null ? [[field, credential(field, value, name, variables)] as const] : [];
  });
  const { address, userinfo } = split(url);
  if (userinfo !== '') {
    note('user name and password stood in its URL; they go into the field Authorization, as base64.');
    const use = `servers.${name}, base64 of "user:password"`;
    const env = variables.hide(userinfo, [`${name}_basic`], use);
    if (credentials.every(([field]) => field.toLowerCase() !== 'authorization')) {
      credentials.push(['Authorization', { env, prefix: 'Basic ' }]);
    }
  }
  return { kind: 'http', url: addressOf(address, name, variables, note), fields: credentials };
}

// What the gateway writes itself; it refuses a second one.
const own =
  /^(accept|accept-encoding|connection|content-(encoding|length|type)|expect|host|keep-alive|last-event-id|mcp-(method|name|param-.*|protocol-version|session-id)|origin|te|trailer|transfer-encoding|upgrade)$/i;

function wrongField(field: string): string | null {
  if (own.test(field)) return 'the gateway writes it itself';
  return /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/.test(field) ? null : 'HTTP permits no such name';
}

/** No field of a request stands in the file: a client's file does not say which are secret. */
function credential(field: string, value: string, name: string, variables: Variables): Late {
  const names = [
    field.toLowerCase() === 'authorization' ? `${name}_token` : `${name}_${field.replace(/^x-/i, '')}`,
  ];
  const use = `servers.${name}, header ${field}`;
  const late = settle(value, { secret: true, prefix: true, names, use }, variables);
  return typeof late === 'string' ? { env: variables.hide(value, names, use) } : late;
}

function split(url: string): { readonly address: string; readonly userinfo: string } {
  const [, scheme = '', userinfo = '', rest = ''] = /^(https?:\/\/)(?:([^/?#@]*)@)?([^#]*)/i.exec(url) ?? [];
  return scheme === '' ? { address: url, userinfo: '' } : { address: scheme + rest, userinfo };
}

/** The address itself, or a variable where it holds a secret or a reference. */
function addressOf(
  url: string,
  name: string,
  variables: Variables,
  note: (about: string) => void,
): Remote['url'] {
  const parts = pieces(url);
  const literal = parts.every((piece) => typeof piece === 'string');
  // What it is when no variable is set; null where that is not known, or may not stand in the file.
  const text = parts.map((piece) => (typeof piece === 'string' ? piece : piece.default)).reduce(joined, '');
  const known = text !== undefined && isAddress(text) && !isSecretText(text) ? text : null;
  if (literal && known !== null) return known;
  const first = known ?? (typeof parts[0] === 'string' ? parts[0] : '');
  const host = /^https?:\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(?=[/?]|$)/i.exec(first);
  if (host === null) note('its host is not known here: put it in place of `unknown.invalid`.');
  const env = variables.hide(url, [`${name}_url`], `servers.${name}, its whole URL`);
  const hosts = [host === null ? 'unknown.invalid' : `${host[1]}${host[2] ?? ''}`.toLowerCase()];
  return known === null ? { env, hosts } : { env, hosts, default: known };
}

function joined(all: string | undefined, piece: string | undefined): string | undefined {
  return all === undefined || piece === undefined ? undefined : all + piece;
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
