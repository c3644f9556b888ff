// Every name that a suite speaks of, with its place: what is checked against the gateway before anything runs.
import type { CallStep, FaultStep, Placed, Suite, Test, Verb, Want } from './model.ts';
import type { OfferKind } from './world/context.ts';

export interface Mentions {
  /** Of agents with tokens. */
  readonly issuers: readonly Placed<string>[];
  readonly callers: readonly Placed<string>[];
  readonly tools: readonly Placed<string>[];
  /** By name in the catalog. */
  readonly prompts: readonly Placed<string>[];
  /** URIs of resources, those that are read and those that are listed. */
  readonly resources: readonly Placed<string>[];
  readonly templates: readonly Placed<string>[];
  /** Arguments that are to be completed. */
  readonly completions: readonly Completion[];
  readonly rules: readonly Placed<string>[];
  readonly shadows: readonly Placed<string>[];
  readonly limits: readonly Placed<string>[];
  readonly servers: readonly Placed<string>[];
  /** That challenges ask for. */
  readonly scopes: readonly Placed<string>[];
  /** Where routes lead. */
  readonly routes: readonly Placed<string>[];
}

/** A step that asks for a completion: of what, and of which argument. */
export type Completion = Pick<CallStep, 'call'> & { readonly completes: NonNullable<CallStep['completes']> };

/** The names of a suite, in the order in which they stand in the file. */
export function mentionsOf(suite: Suite): Mentions {
  const wants = suite.tests.flatMap(wantsOf);
  const completions = suite.tests.flatMap(completionsOf);
  const completed = (of: Completion['completes']['of']): Placed<string>[] =>
    completions.flatMap(({ call, completes }) => (completes.of === of ? call : []));
  const named = (of: OfferKind, verb: Verb): Placed<string>[] =>
    suite.tests.flatMap((test) => [...listedIn(test, of), ...askedIn(test, verb)]);
  return {
    issuers: suite.agents.map(({ issuer }) => issuer),
    callers: suite.tests.flatMap(callersOf),
    tools: named('tools', 'call'),
    prompts: [...named('prompts', 'get'), ...completed('prompt')],
    resources: named('resources', 'read'),
    templates: [
      ...suite.tests.flatMap((test) => listedIn(test, 'resourceTemplates')),
      ...completed('resource'),
    ],
    completions,
    rules: wants.flatMap(({ rule }) => rule ?? []),
    shadows: wants.flatMap(({ shadow }) => shadow?.value ?? []),
    limits: wants.flatMap(({ limit }) => limit ?? []),
    scopes: wants.flatMap(({ scopes }) => scopes?.value ?? []),
    routes: wants.flatMap(({ route }) => route ?? []),
    servers: [
      ...suite.backends.map(({ server }) => server),
      ...wants.flatMap(({ servedBy, attempts }) => [servedBy ?? [], attempts?.value ?? []].flat()),
      ...faultsOf(suite).map(({ server }) => server),
    ],
  };
}

/** A pattern may match what no suite offers. */
const isName = ({ value }: Placed<string>): boolean => !value.includes('*');

function wantsOf(test: Test): Want[] {
  if (test.kind === 'matrix') return test.expect.map(({ want }) => want);
  return test.kind === 'steps' ? test.steps.flatMap((step) => (step.kind === 'call' ? step.want : [])) : [];
}

/** The faults of a suite, in their order. */
export function faultsOf({ tests }: Suite): readonly FaultStep[] {
  const steps = tests.flatMap((test) => (test.kind === 'steps' ? test.steps : []));
  return steps.filter((step) => step.kind === 'fault');
}

function callersOf(test: Test): Placed<string>[] {
  if (test.kind === 'list') return [test.as];
  if (test.kind === 'steps') return test.steps.flatMap((step) => (step.kind === 'call' ? step.as : []));
  return [...test.as, ...test.expect.flatMap(({ where }) => where.as)];
}

/** What a list of that kind names. */
function listedIn(test: Test, of: OfferKind): Placed<string>[] {
  if (test.kind !== 'list' || test.of !== of) return [];
  return [...(test.exactly ?? []), ...[...test.include, ...test.exclude].filter(isName)];
}

/** What is called, got or read. */
function askedIn(test: Test, verb: Verb): Placed<string>[] {
  if (test.kind === 'steps')
    return test.steps.flatMap((step) => (step.kind === 'call' && step.verb === verb ? step.call : []));
  if (test.kind === 'list' || test.verb !== verb) return [];
  return [...test.call, ...test.expect.flatMap(({ where }) => where.call)];
}

function completionsOf(test: Test): Completion[] {
  if (test.kind !== 'steps') return [];
  return test.steps.flatMap((step) =>
    step.kind === 'call' && step.completes !== null ? { call: step.call, completes: step.completes } : [],
  );
}
