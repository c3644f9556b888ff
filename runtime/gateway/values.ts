// Values known only at run time: environment variables and files, read once, at start, all problems at once.
import type { Environment } from '../contract/environment.ts';
import type { Late, Plan, ServerPlan, Value } from '../contract/plan.ts';
import type { Resolver } from '../contract/stages.ts';
import { redactor } from './redact.ts';

type Found = { readonly text: string } | { readonly problem: string };

/** Reads every late value of the plan. Never throws: `problems` says what is missing, and where the YAML asks for it. */
export function resolveValues(plan: Plan, environment: Environment): Resolver {
  const texts = new Map<Late, string>();
  const problems: string[] = [];
  const broken = new Set<string>();
  // The lister lists, and does not listen.
  for (const value of plan.listen?.seal ?? []) {
    if (typeof value === 'string') continue;
    const found = sealIn(read(value, environment), 'env' in value ? value.env : value.file);
    if ('text' in found) texts.set(value, `${value.prefix ?? ''}${found.text}`);
    else problems.push(`${found.problem} (listen.seal)`);
  }
  for (const server of plan.servers) {
    for (const value of valuesOf(server)) {
      if (typeof value === 'string') continue;
      const found = read(value, environment);
      if ('text' in found) texts.set(value, `${value.prefix ?? ''}${found.text}`);
      else {
        problems.push(`${found.problem} (server ${server.name}, ${server.place})`);
        broken.add(server.name);
      }
    }
  }
  const textOf: Resolver['value'] = (value) => (typeof value === 'string' ? value : texts.get(value)!);
  return { value: textOf, problems, broken, redactor: (server) => redactor(server, textOf) };
}

/** A shorter one was hardly made by chance. */
const LEAST_SEAL = 32;

function sealIn(found: Found, name: string): Found {
  if ('problem' in found || found.text.length >= LEAST_SEAL) return found;
  return { problem: `${name} has fewer than ${LEAST_SEAL} characters: openssl rand -base64 32` };
}

function valuesOf(server: ServerPlan): readonly Value[] {
  const { transport } = server;
  if (transport.kind === 'stdio') return Object.values(transport.env);
  const { url, addresses = [], credentials } = transport;
  return [url, ...addresses.map((one) => one.url), ...Object.values(credentials)];
}

/** Empty counts as missing; one trailing newline of a file is cut. */
function read(value: Late, environment: Environment): Found {
  if ('env' in value) {
    const text = environment.env(value.env) || value.default;
    return text ? { text } : { problem: `environment variable ${value.env} is not set or is empty` };
  }
  return readFile(value.file, environment);
}

function readFile(path: string, environment: Environment): Found {
  try {
    const text = environment.readFile(path).replace(/\r?\n$/, '');
    return text === '' ? { problem: `file ${path} is empty` } : { text };
  } catch (error) {
    // What the system says names the whole path, which starts from the bundle's folder.
    return { problem: `file ${path} cannot be read: ${(error as Error).message}` };
  }
}
