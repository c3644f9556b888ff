// `access` to its model.
import { accessEnvironment, dynType, type Subject } from '../../cel/index.ts';
import type { Node } from '../../source/node.ts';
import type { CatalogModel } from '../catalog/model.ts';
import { readCondition, type Use } from '../conditions.ts';
import type { IssuersModel } from '../issuers/model.ts';
import { pattern } from '../patterns.ts';
import { resourcePattern } from '../resources.ts';
import type { Path, Scope } from '../room.ts';
import { items, members, unwritten, type Word, words } from '../words.ts';
import type { AccessModel, AccessRuleModel, ToModel } from './model.ts';

export function resolveAccess(scope: Scope, before: Before): AccessModel {
  const rules = items(scope, ['access']).map((path) => resolveRule(scope, before, path));
  return Object.freeze({
    rules: Object.freeze(rules),
    enforced: Object.freeze(rules.filter(({ shadow }) => !shadow)),
    range: scope.keyRange(['access']),
  });
}

interface Before {
  readonly catalog: CatalogModel;
  readonly issuers: IssuersModel;
}

function resolveRule(scope: Scope, { catalog, issuers: { claims } }: Before, path: Path): AccessRuleModel {
  const effect = scope.node([...path, 'allow']) === undefined ? 'deny' : 'allow';
  const name = words(scope, [...path, 'name'])[0] ?? unwritten('', scope.range(path));
  const when = scope.node([...path, 'when']);
  const about = resolveAbout(scope, [...path, effect]);
  const subject = subjectOf(about);
  const args = subject === 'tool' && when !== undefined ? catalog.argsOf(about.tools) : dynType;
  const environment = accessEnvironment({ subject, type: args, claims });
  return Object.freeze({
    name,
    place: scope.place(scope.range(path)),
    effect,
    ...about,
    args,
    to: resolveTo(scope, [...path, 'to']),
    when: when?.kind === 'scalar' ? readCondition(scope, when, environment, 'bool', uses[effect]) : null,
    message: words(scope, [...path, 'message'])[0] ?? null,
    shadow: isTrue(scope.node([...path, 'shadow'])),
  });
}

/** A condition that has no value never helps the caller. */
const uses: Readonly<Record<'allow' | 'deny', Use>> = {
  allow: { effect: 'allow', without: 'Without it the condition has no value, and the rule does not match.' },
  deny: { effect: 'deny', without: 'Without it the condition has no value, and the rule denies.' },
};

function isTrue(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

type About = Pick<AccessRuleModel, 'tools' | 'prompts' | 'resources'>;

/** A pattern of tools, a list of them, or a map of kinds with either. */
function resolveAbout(scope: Scope, path: Path): About {
  const patterns = (found: readonly Word[]) =>
    Object.freeze(found.map(({ text, range }) => pattern(text, range)));
  if (scope.node(path)?.kind !== 'map')
    return { tools: patterns(words(scope, path)), prompts: null, resources: null };
  const has = (key: string): boolean => scope.node([...path, key]) !== undefined;
  const of = (key: string): readonly Word[] => words(scope, [...path, key]);
  return {
    tools: patterns(of('tools')),
    prompts: has('prompts') ? patterns(of('prompts')) : null,
    resources: has('resources') ? Object.freeze(of('resources').map(resourcePattern)) : null,
  };
}

/** The one kind of thing that a rule is about; null for several. */
export function subjectOf({ tools, prompts, resources }: About): Subject | null {
  if (prompts === null && resources === null) return 'tool';
  if (tools.length > 0 || (prompts !== null && resources !== null)) return null;
  return prompts === null ? 'resource' : 'prompt';
}

function resolveTo(scope: Scope, path: Path): ToModel | null {
  if (scope.node(path) === undefined) return null;
  const any = (key: string): readonly Word[] | null => {
    const found = words(scope, [...path, key]);
    return found.length === 0 ? null : found;
  };
  return Object.freeze({
    range: scope.range(path),
    agent: any('agent'),
    team: any('team'),
    role: any('role'),
    scope: any('scope'),
    labels: members(scope, [...path, 'label']).flatMap(({ key, path: at }) =>
      words(scope, at).map((value) => Object.freeze({ key, value })),
    ),
  });
}
