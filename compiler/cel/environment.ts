// The variables an expression may name, with their types, and when each exists.
import { type JsonSchema, typeOfSchema } from './schema.ts';
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
  /** Variables that rules about other things have. */
  readonly absent?: readonly string[];
  /** The one variable there is, of which a name may be meant to be a key. */
  readonly holder?: string;
  /** Names of variables and types may have points in them. */
  readonly dotted?: boolean;
  /** Nothing is known ahead: every type is found at run time. */
  readonly unchecked?: boolean;
}

function struct(name: string, fields: Readonly<Record<string, Type>>): Type {
  const list: Field[] = Object.entries(fields).map(([field, type]) => ({ name: field, type }));
  return { kind: 'struct', name, fields: list };
}

/** What a rule sees of the caller: `Agent` of runtime/contract/identity.ts. @param claims the type of its claims */
const agentWith = (claims: Type): Type =>
  struct('agent', {
    name: stringType,
    team: stringType,
    roles: listOf(stringType),
    labels: mapOf(stringType),
    claims,
    scopes: listOf(stringType),
    method: stringType,
  });

/** Nobody declared what claims there are. */
export const anyClaims = mapOf(dynType);

const agent = agentWith(anyClaims);

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

/** What a rule sees of a prompt: `PromptFacts` of runtime/contract/tool.ts. */
const prompt = struct('prompt', { name: stringType, server: stringType });

/** What a rule sees of a resource: `ResourceFacts` of runtime/contract/tool.ts. */
const resource = struct('resource', { uri: stringType, server: stringType, mimeType: stringType });

/** What a rule may be about. */
export type Subject = 'tool' | 'prompt' | 'resource';

const subjects: Readonly<Record<Subject, Type>> = { tool, prompt, resource };

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

/** A rule about several kinds of things sees nothing of the one that is asked for. */
function variablesWith(args: Type, subject: Subject | null, caller = agent): readonly Variable[] {
  return [
    { name: 'agent', type: caller, phases: ['visible', 'call', 'result'] },
    ...(subject === null
      ? [NAMELESS]
      : [{ name: subject, type: subjects[subject], phases: ['visible', 'call', 'result'] } as const]),
    { name: 'args', type: args, phases: ['call', 'result'] },
    { name: 'request', type: request, phases: ['call', 'result'] },
    { name: 'result', type: result, phases: ['result'] },
  ];
}

/** The variables of an expression about the verified claims of a token. */
export function claimsEnvironment(claims: Type): Environment {
  const variables = [{ name: 'claims', type: claims, phases: ['visible', 'call', 'result'] }] as const;
  const absent = ['agent', ...Object.keys(subjects), 'args', 'request', 'result'];
  return { phase: 'call', variables, absent, holder: 'claims' };
}

/** Keeps the thing's place among a condition's parameters; in no phase can it be named. */
const NAMELESS: Variable = { name: '_', type: dynType, phases: [] };

const untyped = {
  tool: variablesWith(mapOf(dynType), 'tool'),
  prompt: variablesWith(mapOf(dynType), 'prompt'),
  resource: variablesWith(mapOf(dynType), 'resource'),
  several: variablesWith(mapOf(dynType), null),
};

export interface AccessOptions {
  /** A call's, unless said otherwise. */
  readonly phase?: Phase;
  /** The schema that the gateway checks the arguments against before it judges them, or what it makes of them. */
  readonly args?: JsonSchema;
  readonly type?: Type;
  /** What the rule is about, a tool unless said otherwise; null for several kinds of things. */
  readonly subject?: Subject | null;
  /** The type of `agent.claims`; any claims, unless said otherwise. */
  readonly claims?: Type;
}

/** The variables of a rule, as they are in a phase. */
export function accessEnvironment({
  phase = 'call',
  args,
  type = args === undefined ? dynType : typeOfSchema(args, 'args'),
  subject = 'tool',
  claims = anyClaims,
}: AccessOptions = {}): Environment {
  const plain = claims === anyClaims && type.kind !== 'object';
  const variables = plain
    ? untyped[subject ?? 'several']
    : variablesWith(type.kind === 'object' ? type : mapOf(dynType), subject, agentWith(claims));
  // The types of times have points in their names.
  return { phase, variables, absent: absentFrom(subject), dotted: true };
}

function absentFrom(subject: Subject | null): readonly string[] {
  return Object.keys(subjects).filter((other) => other !== subject);
}
