// Recipe for wrangler: the gateway as a Worker of Cloudflare, or of workerd by itself with `wrangler dev`.
import { posix } from 'node:path';
import { compile } from './commands.ts';
import type { Facts } from './facts.ts';

/** What of workerd the bundle counts on: node:crypto comes with the date, word of a client that has left with the flag. */
export const compatibility = Object.freeze({ date: '2026-11-01', flags: ['enable_request_signal'] });

export function wrangler(facts: Facts): string {
  return `# wrangler.toml: the gateway ${facts.title} as a Worker. Needs mcpgw and wrangler in package.json.
${commands(facts)}name = ${text(facts.name)}
main = ${text(bundleOf(facts))}
# The bundle is whole: nothing is left to bundle. What lies beside it goes along, so it has a folder of its own.
no_bundle = true
upload_source_maps = true
compatibility_date = ${text(compatibility.date)}
compatibility_flags = [${compatibility.flags.map(text).join(', ')}]
${routes(facts)}
[build]
command = ${text(`${compile(facts, bundleOf(facts))} --target workers`)}

# Audit records are lines on the console: all of them are kept.
[observability]
enabled = true
head_sampling_rate = 1
${variables(facts)}`;
}

/** Texts in the folder of `main`, and below it, are uploaded as modules: only the licences may be there. */
function bundleOf({ bundle }: Facts): string {
  return posix.join(posix.dirname(bundle), 'worker', posix.basename(bundle));
}

function commands({ environment }: Facts): string {
  const secrets = environment.filter(({ secret }) => secret);
  return [
    ...secrets.map(
      ({ name, optional }) => `npx wrangler secret put ${name}${optional ? '   # may be left out' : ''}`,
    ),
    'npx wrangler deploy',
  ]
    .map((line) => `#   ${line}\n`)
    .join('');
}

/** Names are the Worker's own; a port is no part of a route. */
function routes({ names }: Facts): string {
  if (names.length === 0)
    return `workers_dev = true
preview_urls = false
# Every caller but a trial on this machine is refused until \`listen.hosts\` has the name that they use: that of
# workers.dev, or one of your own, which then stands here as well.
# routes = [{ pattern = "mcp.example.com", custom_domain = true }]
`;
  const patterns = [...new Set(names.map((name) => name.replace(/:[0-9]+$/, '')))];
  const lines = patterns.map((pattern) => `  { pattern = ${text(pattern)}, custom_domain = true },\n`);
  return `workers_dev = false\npreview_urls = false\nroutes = [\n${lines.join('')}]\n`;
}

/** What is no secret: what must be set is empty, which counts as missing, so it is not forgotten in silence. */
function variables({ environment }: Facts): string {
  const plain = environment.filter(({ secret }) => !secret);
  if (plain.length === 0) return '';
  const lines = plain.map(({ name, optional }) =>
    optional ? `# May be set: ${name} = "…"\n` : `${name} = "" # must be set\n`,
  );
  return `\n[vars]\n${lines.join('')}`;
}

/** JSON's strings are strings of TOML. */
function text(value: string): string {
  return JSON.stringify(value);
}
