// How a test asks: with one word of “call”, “get”, “read”, “complete”, and with what that word can take.
import type { Finding } from '../diagnostics/finding.ts';
import type { Node } from '../source/node.ts';
import { matrixVerbs, type Verb, verbs } from './model.ts';
import { asMap, child, items, oneOrMore } from './nodes.ts';
import { error, rangeOf } from './wrong.ts';

const HELP = '“call” a tool, “get” a prompt, “read” a resource; in a step, “complete” an argument.';

/** The words for asking that a step or matrix has. */
export function verbsIn(node: Node, among: readonly Verb[] = verbs): readonly Verb[] {
  return among.filter((verb) => child(node, verb) !== undefined);
}

/** Findings in the asking of a step, or of a matrix, that has such a word. */
export function checkAsking(rule: string, node: Node): Finding[] {
  const [verb, second] = verbsIn(node);
  if (second !== undefined) {
    const message = `One thing is asked for at a time, this has “${verb}” and “${second}”.`;
    return [error(rule, rangeOf(node, second), message, HELP)];
  }
  if (verb === 'complete') return [...stray(rule, node, verb), ...completion(rule, child(node, 'complete')!)];
  if (verb === 'read') return stray(rule, node, verb);
  return verb === 'get' ? oneOrMore(child(node, 'args')).flatMap((args) => texts(rule, args)) : [];
}

function stray(rule: string, node: Node, verb: Verb): Finding[] {
  if (child(node, 'args') === undefined) return [];
  return [error(rule, rangeOf(node, 'args'), `“${verb}” takes no arguments.`, 'Remove “args”.')];
}

/** Arguments of prompts are texts (2026-07-28 schema, GetPromptRequestParams). */
function texts(rule: string, args: Node): Finding[] {
  const wrong = asMap(args).entries.filter(
    ({ value }) => value.kind !== 'scalar' || typeof value.value !== 'string',
  );
  return wrong.map(({ key, value }) =>
    error(
      rule,
      value.range,
      `A prompt's arguments are texts, “${key.value}” is none.`,
      'Write it in quotes.',
    ),
  );
}

function completion(rule: string, node: Node): Finding[] {
  const of = ['prompt', 'resource'].filter((key) => child(node, key) !== undefined);
  if (of.length === 1) return [];
  const message = of.length === 0 ? 'Nothing says of what.' : 'This is of a prompt and of a resource.';
  const help = 'Write “complete: { prompt: NAME, argument: NAME }”, or “resource: TEMPLATE” in its place.';
  return [error(rule, of.length === 0 ? node.range : rangeOf(node, of[1]), message, help)];
}

/** Findings in a matrix and in what its expectations are about. */
export function checkMatrix(test: Node): Finding[] {
  const matrix = child(test, 'matrix')!;
  const [verb] = verbsIn(matrix, matrixVerbs);
  if (verb === undefined) {
    return [error('test-kind', rangeOf(test, 'matrix'), 'This matrix asks for nothing.', HELP)];
  }
  const others = items(child(test, 'expect')).flatMap((expectation) => {
    const where = child(expectation, 'where');
    if (where === undefined) return [];
    return verbsIn(where, matrixVerbs)
      .filter((one) => one !== verb)
      .map((one) => {
        const message = `The matrix has “${verb}”, this is about “${one}”.`;
        return error('test-kind', rangeOf(where, one), message, `Write “${verb}”.`);
      });
  });
  return [...checkAsking('test-kind', matrix), ...others];
}
