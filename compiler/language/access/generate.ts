// `access` of the plan: a function per condition, its place and its CEL above it.
import { printCould, printFunction } from '../../cel/index.ts';
import type { Builder } from '../../emit/builder.ts';
import { literal } from '../../emit/code.ts';
import type { Condition } from '../conditions.ts';
import { printPredicate } from '../patterns.ts';
import type { PlanPart } from '../room.ts';
import type { AccessModel, AccessRuleModel } from './model.ts';
import { printTo } from './to.ts';

export function generateAccess({ access }: { readonly access: AccessModel }, builder: Builder): PlanPart {
  builder.stage('access', { module: 'access/index', name: 'accessStage' });
  return { access: literal(access.rules.map((rule) => printRule(rule, builder))) };
}

function printRule(rule: AccessRuleModel, builder: Builder): object {
  const { name, place, effect, tools, to, when, message } = rule;
  return {
    name: name.text,
    place,
    effect,
    tools: printPredicate(tools, builder),
    to: printTo(effect, to),
    ...(when === null ? always : printWhen(rule, when, builder)),
    message: message?.text ?? null,
  };
}

const always = { when: null, could: null, reads: { args: false, request: false } };

function printWhen({ name, place, effect }: AccessRuleModel, when: Condition, builder: Builder): object {
  const { compiled, text } = when;
  const asked = effect === 'allow' ? 'could it hold?' : 'could it not hold?';
  return {
    when: builder.fn(name.text, [`${place} ${effect} ${name.text}`, text], printFunction(compiled, builder)),
    could: builder.fn(
      `${name.text} could`,
      [`${name.text}, arguments and request unknown: ${asked}`],
      printCould(compiled, builder, effect),
    ),
    reads: { args: compiled.reads.args, request: compiled.reads.request },
  };
}
