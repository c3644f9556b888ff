// `access` of the plan: a function per condition, its place and its CEL above it.
import { printCould, printFunction } from '../../cel/index.ts';
import type { Builder } from '../../emit/builder.ts';
import { type Code, literal } from '../../emit/code.ts';
import { type Condition, recordFacts } from '../conditions.ts';
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

function printWhen(rule: AccessRuleModel, condition: Condition, builder: Builder): object {
  const { name, place, effect } = rule;
  const { compiled, text } = condition;
  const { args, request } = compiled.reads;
  recordFacts(compiled, builder);
  const about = [`${place} ${effect} ${name.text}`, text];
  const when = builder.fn(name.text, about, printFunction(compiled, builder));
  // An allow that reads neither arguments nor request could hold exactly if it holds.
  const same = effect === 'allow' && !args && !request;
  return { when, could: same ? when : printVisible(rule, condition, builder), reads: { args, request } };
}

function printVisible({ name, effect }: AccessRuleModel, { compiled }: Condition, builder: Builder): Code {
  const asked = effect === 'allow' ? 'could it hold?' : 'could it not hold?';
  const about = `${name.text}, arguments and request unknown: ${asked}`;
  return builder.fn(`${name.text} could`, [about], printCould(compiled, builder, effect));
}
