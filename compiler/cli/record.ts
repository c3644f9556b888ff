// One call in an audit log, found by its reference.

export interface Recorded {
  readonly agent: string;
  /** It came with a token. */
  readonly token: boolean;
  /** Whose token it was; null where it is not known. */
  readonly issuer: string | null;
  /** The name of a tool or prompt, or a URI. */
  readonly tool: string;
  /** Absent where it is a tool. */
  readonly verb: 'get' | 'read' | undefined;
  readonly time: string;
  readonly policy: string;
  readonly decision: string;
  readonly rule: string | null;
}

/** What is asked for, by the method, where it is no tool. */
const verbs: ReadonlyMap<string, Recorded['verb']> = new Map([
  ['prompts/get', 'get'],
  ['resources/read', 'read'],
]);

/** The record of a reference among lines of JSON; null where there is none of a call. What is no JSON is passed over. */
export function recordOf(reference: string, log: string): Recorded | null {
  for (const line of log.split('\n')) {
    if (!line.includes(reference)) continue;
    const record = parsed(line);
    if (record?.ref !== reference || typeof record.tool !== 'string') continue;
    // A completion asks whether a prompt or template is visible: no rule decides it.
    if (record.method === 'completion/complete') continue;
    const agent =
      typeof record.agent === 'string' && record.auth !== 'anonymous' ? record.agent : 'anonymous';
    const text = (key: string): string => String(record[key] ?? '');
    return {
      agent,
      token: record.auth === 'token',
      issuer: typeof record.issuer === 'string' ? record.issuer : null,
      tool: record.tool,
      verb: verbs.get(String(record.method)),
      time: text('time'),
      policy: text('policy'),
      decision: text('decision'),
      rule: typeof record.rule === 'string' ? record.rule : null,
    };
  }
  return null;
}

function parsed(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
