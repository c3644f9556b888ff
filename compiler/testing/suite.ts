// From the nodes of a test file, accepted by its schema and structure, to a suite.
import { parseDuration } from '../language/values.ts';
import type { MapEntry, Node } from '../source/node.ts';
import { plainValue } from '../source/plain.ts';
import { backendOf } from './backends.ts';
import {
  type Args,
  type CallStep,
  type Expectation,
  matrixVerbs,
  type Placed,
  type Step,
  type Suite,
  type Test,
  type TestAgent,
  verbs,
  type Want,
  type Where,
} from './model.ts';
import { asMap, child, items, oneOrMore, text } from './nodes.ts';
import type { OfferKind } from './world/context.ts';
import type { Fault, FaultKind } from './world/faults.ts';

const START = '2026-01-01T00:00:00Z';
const GATEWAY = 'gateway.yaml';

/** @param root the document, without findings */
export function suiteOf(root: Node): Suite {
  const name = required(root, 'suite');
  return {
    name: name.value,
    gateway: text(child(root, 'gateway')) ?? { value: GATEWAY, range: name.range },
    clock: Date.parse(text(child(root, 'clock'))?.value ?? START),
    agents: asMap(child(root, 'agents')).entries.map(agentOf),
    backends: asMap(child(root, 'backends')).entries.map(backendOf),
    tests: items(child(root, 'tests')).map(testOf),
  };
}

function agentOf({ key, value }: MapEntry): TestAgent {
  const claims = child(value, 'claims');
  return {
    name: { value: String(key.value), range: key.range },
    issuer: required(value, 'issuer'),
    claims: claims === undefined ? {} : argsOf(claims).value,
  };
}

function testOf(node: Node): Test {
  const name = required(node, 'name');
  const matrix = child(node, 'matrix');
  const steps = child(node, 'steps');
  const named = { name: name.value, range: name.range, audit: text(child(node, 'audit')) };
  if (matrix !== undefined) return { ...named, kind: 'matrix', ...matrixOf(node, matrix) };
  if (steps !== undefined) return { ...named, kind: 'steps', steps: items(steps).map(stepOf) };
  const exactly = child(node, 'exactly');
  return {
    ...named,
    kind: 'list',
    as: required(child(node, 'list') ?? node, 'as'),
    of: (text(child(child(node, 'list') ?? node, 'of'))?.value ?? 'tools') as OfferKind,
    exactly: exactly === undefined ? null : items(exactly).map(textOf),
    include: items(child(node, 'include')).map(textOf),
    exclude: items(child(node, 'exclude')).map(textOf),
    listRange: exactly?.range ?? node.range,
  };
}

function matrixOf(node: Node, matrix: Node) {
  const args = child(matrix, 'args');
  const verb = matrixVerbs.find((key) => child(matrix, key) !== undefined) ?? 'call';
  return {
    as: oneOrMore(child(matrix, 'as')).map(textOf),
    verb,
    call: oneOrMore(child(matrix, verb)).map(textOf),
    args: args === undefined ? [{ value: {}, range: matrix.range }] : oneOrMore(args).map(argsOf),
    expect: items(child(node, 'expect')).map(expectationOf),
    otherwise: text(child(node, 'otherwise')),
  };
}

function expectationOf(node: Node): Expectation {
  return { range: node.range, where: whereOf(child(node, 'where') ?? node), want: wantOf(node) };
}

function whereOf(node: Node): Where {
  const args = asMap(node).entries.filter(({ key }) => String(key.value).startsWith('args.'));
  return {
    range: node.range,
    as: oneOrMore(child(node, 'as')).map(textOf),
    call: matrixVerbs.flatMap((verb) => oneOrMore(child(node, verb))).map(textOf),
    args: args.map(({ key, value }) => ({
      path: String(key.value).split('.').slice(1),
      value: plainValue(value),
    })),
  };
}

function stepOf(node: Node): Step {
  const advance = text(child(node, 'advance'));
  if (advance !== null) return { kind: 'advance', ms: milliseconds(advance.value) };
  const fault = child(node, 'fault');
  if (fault !== undefined) return faultOf(fault);
  const args = child(node, 'args');
  return {
    kind: 'call',
    range: node.range,
    repeat: Number(text(child(node, 'repeat'))?.value ?? 1),
    as: required(node, 'as'),
    ...askedBy(node),
    args: args === undefined ? {} : argsOf(args).value,
    want: wantOf(child(node, 'expect') ?? node),
  };
}

function askedBy(node: Node): Pick<CallStep, 'verb' | 'call' | 'completes'> {
  const verb = verbs.find((key) => child(node, key) !== undefined) ?? 'call';
  const complete = child(node, 'complete');
  if (complete === undefined) return { verb, call: required(node, verb), completes: null };
  const of = child(complete, 'prompt') === undefined ? 'resource' : 'prompt';
  const { value: argument, range } = required(complete, 'argument');
  const value = text(child(complete, 'value'))?.value ?? '';
  return { verb, call: required(complete, of), completes: { of, argument, range, value } };
}

function wantOf(node: Node): Want {
  const texts = ['decision', 'rule', 'limit', 'servedBy', 'route', 'message'].flatMap((key) => {
    const found = text(child(node, key));
    return found === null ? [] : [[key, found] as const];
  });
  const wait = text(child(node, 'retryAfter'));
  const retryAfter =
    wait === null ? {} : { retryAfter: { value: milliseconds(wait.value), range: wait.range } };
  return {
    ...Object.fromEntries(texts),
    ...retryAfter,
    ...listOf(node, 'scopes'),
    ...listOf(node, 'shadow'),
    ...listOf(node, 'attempts'),
  };
}

function listOf(node: Node, key: 'scopes' | 'shadow' | 'attempts'): Want {
  const list = child(node, key);
  return list === undefined ? {} : { [key]: { value: oneOrMore(list).map(textOf), range: list.range } };
}

const FAILED = 'the tool failed, as the test has it';

function faultOf(node: Node): Step {
  const number = (key: string): Placed<number> | null => {
    const given = text(child(node, key));
    return given && { value: Number(given.value), range: given.range };
  };
  const server = required(node, 'server');
  const [address, status] = [number('address'), number('status')];
  const fault: Fault = {
    server: server.value,
    kind: required(node, 'kind').value as FaultKind,
    address: address?.value ?? null,
    tool: text(child(node, 'tool'))?.value ?? null,
    status: status?.value ?? 503,
    ms: milliseconds(text(child(node, 'after'))?.value ?? '0ms'),
    text: text(child(node, 'text'))?.value ?? FAILED,
    times: number('times')?.value ?? null,
  };
  return { kind: 'fault', range: node.range, server, address, status, fault };
}

/** Milliseconds of a duration; not a number where the text is none, which the structure check reports. */
export function milliseconds(duration: string): number {
  const parsed = parseDuration(duration);
  return 'value' in parsed ? parsed.value : Number.NaN;
}

function argsOf(node: Node): Placed<Args> {
  return { value: plainValue(node) as Args, range: node.range };
}

function required(node: Node, key: string): Placed<string> {
  return text(child(node, key)) ?? { value: '', range: node.range };
}

function textOf(node: Node): Placed<string> {
  return text(node) ?? { value: '', range: node.range };
}
