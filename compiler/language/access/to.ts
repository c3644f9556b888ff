// `to`: whom a rule concerns, as a predicate over the agent.
import { type Code, code, join } from '../../emit/code.ts';
import type { Word } from '../words.ts';
import type { ToModel } from './model.ts';

/**
 * Prints `to`. An allow demands an authenticated caller, unless it names agents: a name is the anonymous agent's
 * only where the author wrote it.
 */
export function printTo(effect: 'allow' | 'deny', to: ToModel | null): Code {
  const authenticated = effect === 'allow' && to?.agent == null;
  const tests = [...(authenticated ? [code`agent.method !== "anonymous"`] : []), ...(to ? testsOf(to) : [])];
  return tests.length === 0 ? code`() => true` : code`(agent) => ${join(tests, ' && ')}`;
}

function testsOf({ agent, team, role, scope, labels }: ToModel): readonly Code[] {
  return [
    ...(agent ? [anyOf(agent, (name) => code`agent.name === ${name}`)] : []),
    ...(team ? [anyOf(team, (name) => code`agent.team === ${name}`)] : []),
    ...(role ? [anyOf(role, (name) => code`agent.roles.includes(${name})`)] : []),
    ...(scope ? [anyOf(scope, (name) => code`agent.scopes.includes(${name})`)] : []),
    ...labels.map(({ key, value }) => code`agent.labels[${key.text}] === ${value.text}`),
  ];
}

function anyOf(words: readonly Word[], test: (text: string) => Code): Code {
  const tests = [...new Set(words.map(({ text }) => text))].map(test);
  return tests.length === 1 ? join(tests) : code`(${join(tests, ' || ')})`;
}
