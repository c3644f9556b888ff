// One call in an audit log, found by its reference.

export interface Recorded {
  readonly agent: string;
  readonly tool: string;
  readonly time: string;
  readonly policy: string;
  readonly decision: string;
  readonly rule: string | null;
}

/** The record of a reference among lines of JSON; null where there is none of a call. What is no JSON is passed over. */
export function recordOf(reference: string, log: string): Recorded | null {
  for (const line of log.split('\n')) {
    if (!line.includes(reference)) continue;
    const record = parsed(line);
    if (record?.ref !== reference || typeof record.tool !== 'string') continue;
    const agent =
      typeof record.agent === 'string' && record.auth !== 'anonymous' ? record.agent : 'anonymous';
    const text = (key: string): string => String(record[key] ?? '');
    return {
      agent,
      tool: record.tool,
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
