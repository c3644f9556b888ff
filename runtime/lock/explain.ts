// What does not fit in a call's arguments, in words an agent can act on: where, what is wrong, what is allowed.

/** The first error of a generated validator. */
export interface CheckError {
  /** JSON pointer to the value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The keyword's value, and the schema it stands in. */
  readonly schema: unknown;
  readonly parentSchema: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** The most that is said of what is allowed, in characters. */
const MOST_SAID = 400;

/** One sentence for the agent. The value itself is not repeated: it may be anything. */
export function explain(error: CheckError): string {
  const { instancePath, keyword, params } = error;
  const at = pathOf(instancePath);
  if (keyword === 'required') return `${under(at, params.missingProperty)} is missing.`;
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties')
    return `${under(at, params[keyword.replace('Properties', 'Property')])} is not known${known(error)}.`;
  return `${at === '' ? 'The arguments' : quoted(at)} ${wrong(error)}.`;
}

function wrong({ keyword, params, schema, data }: CheckError): string {
  switch (keyword) {
    case 'type':
      return `must be ${listed([schema].flat().map(String))}, not ${kindOf(data)}`;
    case 'enum':
      return `must be ${listed((schema as unknown[]).map((value) => JSON.stringify(value)))}`;
    case 'const':
      return `must be ${cut(JSON.stringify(schema))}`;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `must be ${params.comparison} ${params.limit}`;
    case 'multipleOf':
      return `must be a multiple of ${schema}`;
    case 'pattern':
      return `must match the pattern ${cut(String(schema))}`;
    case 'uniqueItems':
      return 'must not have an item twice';
    default:
      return COUNTS[keyword]?.(schema) ?? `must fit ${cut(JSON.stringify({ [keyword]: schema }))}`;
  }
}

const COUNTS: Readonly<Record<string, (limit: unknown) => string>> = {
  minLength: (limit) => `must have ${limit} characters at least`,
  maxLength: (limit) => `must have ${limit} characters at most`,
  minItems: (limit) => `must have ${limit} items at least`,
  maxItems: (limit) => `must have ${limit} items at most`,
  minProperties: (limit) => `must have ${limit} properties at least`,
  maxProperties: (limit) => `must have ${limit} properties at most`,
  'false schema': () => 'must not be there',
};

function known({ parentSchema: { properties } }: CheckError): string {
  const names = Object.keys((properties as object | undefined) ?? {});
  return names.length === 0 ? '' : `; known: ${cut(names.join(', '))}`;
}

/** `/rows/3/id` → `rows[3].id`. */
function pathOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(
      (path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : path === '' ? step : `${path}.${step}`),
      '',
    );
}

function under(path: string, name: unknown): string {
  return quoted(path === '' ? String(name) : `${path}.${name}`);
}

function quoted(path: string): string {
  return `“${cut(path)}”`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function listed(all: readonly string[]): string {
  return cut(all.length === 1 ? all[0]! : `one of ${all.join(', ')}`);
}

function cut(text: string): string {
  return text.length > MOST_SAID ? `${text.slice(0, MOST_SAID)}…` : text;
}
