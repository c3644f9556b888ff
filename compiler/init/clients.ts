// Where clients keep their servers, and under which names: one list for all of them.

/** One server as a client's file has it. */
export interface Listed {
  readonly name: string;
  readonly fields: Fields;
}

export type Fields = Readonly<Record<string, unknown>>;

/** What a person is asked for, as VS Code keeps it: the text of `${input:id}`. */
export interface Input {
  readonly id: string;
  readonly description: string;
}

export interface ClientFile {
  readonly servers: readonly Listed[];
  readonly inputs: readonly Input[];
}

/** The servers of a client's file; null where it has no place for any. */
export function readClientFile(value: unknown): ClientFile | null {
  if (!isRecord(value)) return null;
  // VS Code's settings.json holds under `mcp` what its mcp.json holds by itself.
  const home = isRecord(value.mcp) ? value.mcp : value;
  const found = home.mcpServers ?? home.servers ?? home.context_servers;
  if (!isRecord(found)) return null;
  const servers = Object.entries(found).map(([name, fields]) => ({
    name,
    fields: isRecord(fields) ? fields : {},
  }));
  return { servers, inputs: readInputs(home.inputs) };
}

function readInputs(value: unknown): readonly Input[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((input: unknown) =>
    isRecord(input) && typeof input.id === 'string'
      ? [{ id: input.id, description: text(input.description) ?? '' }]
      : [],
  );
}

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text; numbers and booleans are written out, as the clients do. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value : undefined;
}

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((item: unknown) => text(item) ?? []) : [];
}

/** The texts of a map, by key. */
export function settings(value: unknown): readonly (readonly [string, string])[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const found = text(inner);
    return found === undefined ? [] : [[key, found] as const];
  });
}
