// The variables an expression may name, with their types, and when each exists.
import {
  boolType,
  dynType,
  type Field,
  listOf,
  mapOf,
  stringType,
  type Type,
  timestampType,
} from './types.ts';

/** When an expression is judged: for what a list shows, for one call, for its result. */
export type Phase = 'visible' | 'call' | 'result';

export interface Variable {
  readonly name: string;
  readonly type: Type;
  /** Phases in which its value is known. */
  readonly phases: readonly Phase[];
}

export interface Environment {
  readonly phase: Phase;
  /** Every variable there is, also those of other phases: naming one too early is worded so. */
  readonly variables: readonly Variable[];
  /** Names of variables may have points in them. */
  readonly dotted?: boolean;
  /** Nothing is known ahead: every type is found at run time. */
  readonly unchecked?: boolean;
}

function struct(name: string, fields: Readonly<Record<string, Type>>): Type {
  const list: Field[] = Object.entries(fields).map(([field, type]) => ({ name: field, type }));
  return { kind: 'struct', name, fields: list };
}

/** What a rule sees of the caller: `Agent` of runtime/contract/identity.ts. */
const agent = struct('agent', {
  name: stringType,
  team: stringType,
  roles: listOf(stringType),
  labels: mapOf(stringType),
  claims: mapOf(dynType),
  scopes: listOf(stringType),
  method: stringType,
});

/** What a rule sees of a tool: `ToolFacts` of runtime/contract/tool.ts. */
const tool = struct('tool', {
  name: stringType,
  original: stringType,
  server: stringType,
  title: stringType,
  annotations: struct('tool.annotations', {
    title: stringType,
    readOnlyHint: boolType,
    destructiveHint: boolType,
    idempotentHint: boolType,
    openWorldHint: boolType,
  }),
  labels: mapOf(stringType),
});

/** What a rule sees of the call: `RequestFacts` of runtime/contract/tool.ts. */
const request = struct('request', {
  method: stringType,
  id: stringType,
  ip: stringType,
  time: timestampType,
  meta: mapOf(dynType),
  headers: mapOf(stringType),
});

const result = struct('result', {
  isError: boolType,
  text: stringType,
  structured: dynType,
  usage: mapOf(dynType),
});

const variables: readonly Variable[] = [
  { name: 'agent', type: agent, phases: ['visible', 'call', 'result'] },
  { name: 'tool', type: tool, phases: ['visible', 'call', 'result'] },
  { name: 'args', type: mapOf(dynType), phases: ['call', 'result'] },
  { name: 'request', type: request, phases: ['call', 'result'] },
  { name: 'result', type: result, phases: ['result'] },
];

/** The variables of a rule about tools, as they are in `phase` (a call's, unless said otherwise). */
export function accessEnvironment(options: { readonly phase?: Phase } = {}): Environment {
  return { phase: options.phase ?? 'call', variables };
}
