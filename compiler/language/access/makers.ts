// Rules whose conditions differ only in constants: one function of the plan makes them all.
import {
  parameter,
  printCould,
  printDemands,
  printFunction,
  printSpares,
  readsScopes,
  shapeOf,
  type Type,
} from '../../cel/index.ts';
import type { Builder } from '../../emit/builder.ts';
import { type Code, code, identifier, join, literal } from '../../emit/code.ts';
import type { AccessRuleModel } from './model.ts';
import { countsOf, many } from './shared.ts';

/**
 * Prints a rule as a call of its maker; null where too few rules have its shape. `own` are name, place, tools, to, message, and of
 * one that asks for scopes by `to` those.
 */
export type Makers = (rule: AccessRuleModel, own: readonly unknown[]) => Code | null;

/** A rule's condition in general form. */
interface Shaped {
  readonly rule: AccessRuleModel;
  readonly key: string;
  readonly text: string;
  readonly compiled: NonNullable<AccessRuleModel['when']>['compiled'];
  readonly constants: readonly unknown[];
  readonly scoped: boolean;
}

/** @param scoped whether a rule is printed with the scopes that it asks for */
export function createMakers(
  rules: readonly AccessRuleModel[],
  indexed: boolean,
  builder: Builder,
  scoped: (rule: AccessRuleModel) => boolean,
): Makers {
  const typed = typeKeys();
  const shapes = new Map(
    rules.flatMap((rule) => shapedOf(rule, scoped(rule), typed)).map((shaped) => [shaped.rule, shaped]),
  );
  const counts = countsOf([...shapes.values()].map(({ key }) => key));
  const makers = new Map<string, Code>();
  return (rule, own) => {
    const shaped = shapes.get(rule);
    if (shaped === undefined || (counts.get(shaped.key) ?? 0) < many) return null;
    const maker = makers.get(shaped.key) ?? printMaker(shaped, indexed, builder);
    makers.set(shaped.key, maker);
    const given = join([...own, ...shaped.constants].map(literal));
    return builder.fn(rule.name.text, aboutOf(rule), code`${maker}(${given})`);
  };
}

function aboutOf({ place, effect, name, when }: AccessRuleModel): readonly string[] {
  return [`${place} ${effect} ${name.text}`, when?.text ?? ''];
}

/** What is printed depends on the types of arguments too: one text for each type, worked out once. */
function typeKeys(): (type: Type) => string {
  const known = new Map<Type, string>();
  const plain = (_: string, value: unknown): unknown => (value instanceof Map ? [...value] : value);
  return (type) => {
    const key = known.get(type) ?? JSON.stringify(type, plain);
    known.set(type, key);
    return key;
  };
}

function shapedOf(rule: AccessRuleModel, scoped: boolean, typed: (type: Type) => string): readonly Shaped[] {
  // What a condition says of scopes is printed for each.
  if (rule.when === null || (scoped && readsScopes(rule.when.compiled.root))) return [];
  const { compiled } = rule.when;
  const { root, key, text, constants } = shapeOf(compiled.text, compiled.root);
  const args = compiled.reads.args ? typed(rule.args) : '';
  const whole = `${rule.effect} ${scoped} ${key} ${args}`;
  return [{ rule, key: whole, text, compiled: { ...compiled, root }, constants, scoped }];
}

const own = ['name', 'place', 'tools', 'to', 'message'] as const;

function printMaker(
  { rule, text, compiled, constants, scoped }: Shaped,
  indexed: boolean,
  builder: Builder,
): Code {
  const { effect } = rule;
  const { args, request } = compiled.reads;
  const members = scoped ? [...own, 'scopes'] : own;
  const names = [...members, ...constants.map((_, index) => parameter(index))].map(identifier);
  const given = Object.fromEntries(members.map((name) => [name, identifier(name)]));
  const made = literal({
    ...given,
    effect,
    when: printFunction(compiled, builder),
    could: printCould(compiled, builder, effect),
    spares: effect === 'deny' ? printSpares(compiled, builder) : null,
    demands: indexed ? printDemands(compiled.root, effect, builder) : [],
    reads: { args, request },
  });
  return builder.fn(
    `${effect} of a shape`,
    [`${effect} rules of this shape:`, text],
    code`(${join(names)}) => ${made}`,
  );
}
