// `access` of the plan: a function per condition, its place and its CEL above it. Rules of one shape share their code.
import { demandsOf, printCould, printDemands, printFunction, printSpares } from '../../cel/index.ts';
import type { Builder } from '../../emit/builder.ts';
import { type Code, literal } from '../../emit/code.ts';
import { type Condition, recordFacts } from '../conditions.ts';
import { type HostsModel, staysOpen } from '../hosts/model.ts';
import type { IssuersModel } from '../issuers/model.ts';
import { printPredicate } from '../patterns.ts';
import { printResources } from '../resources.ts';
import type { PlanPart } from '../room.ts';
import { createMakers, type Makers } from './makers.ts';
import type { AccessModel, AccessRuleModel } from './model.ts';
import { asksScopes, printScopes, printWithout, scopesAllowed } from './scopes.ts';
import { createShared, type Shared } from './shared.ts';
import { printTo } from './to.ts';

/** From so many rules on that demand something of arguments, calls are sorted by it. */
const worthIndexing = 8;

interface Models {
  readonly access: AccessModel;
  readonly issuers: IssuersModel;
  readonly hosts: HostsModel;
}

export function generateAccess({ access, hosts, issuers }: Models, builder: Builder): PlanPart {
  const { rules, enforced } = access;
  const indexed = enforced.filter(isDemanding).length >= worthIndexing;
  // Of a key scopes are known: there are none.
  const tokens = issuers.issuers.length > 0;
  const scoped = tokens && enforced.some(asksScopes);
  builder.stage('access', stages[`${scoped}`][`${indexed}`]);
  for (const { when } of rules) if (when !== null) recordFacts(when.compiled, builder);
  const allows = enforced.filter(({ effect }) => effect === 'allow');
  if (allows.some(({ prompts, resources }) => prompts !== null || resources !== null))
    builder.stage('completion', { module: 'completion/index', name: 'complete' });
  if (allows.some(({ resources }) => resources !== null)) {
    builder.stage('resources', { module: 'catalog/resources', name: 'resourceStage' });
    if (staysOpen(hosts)) {
      builder.stage('watches', { module: 'news/watches', name: 'createWatches' });
      builder.stage('watching', { module: 'servers/watching', name: 'createWatching' });
    }
  }
  const heads = rules.map((rule) => headOf(rule, scoped, builder));
  const shared = createShared(
    heads.flatMap(({ tools, to, without }) => [tools, to, ...(without === null ? [] : [without])]),
    builder,
  );
  const ofHead = new Map(heads.map((head) => [head.rule, head.scoped]));
  const makers = createMakers(rules, indexed, builder, (rule) => ofHead.get(rule) === true);
  const print = (some: readonly Head[]): Code =>
    literal(some.map((head) => printRule(head, { builder, indexed, shared, makers })));
  const shadows = heads.filter(({ rule }) => rule.shadow);
  const allowed = tokens ? scopesAllowed(enforced) : [];
  const plan = {
    access: print(heads.filter(({ rule }) => !rule.shadow)),
    ...(allowed.length === 0 ? {} : { scopes: literal(allowed) }),
  };
  if (shadows.length === 0) return plan;
  builder.stage('shadows', { module: 'access/shadow', name: 'shadowStage' });
  return { ...plan, shadows: print(shadows) };
}

/** By whether scopes are asked for, and whether calls are sorted. */
const stages = {
  false: {
    false: { module: 'access/index', name: 'accessStage' },
    true: { module: 'access/indexed', name: 'indexedAccessStage' },
  },
  true: {
    false: { module: 'access/scopes', name: 'scopedAccessStage' },
    true: { module: 'access/scopes', name: 'scopedIndexedAccessStage' },
  },
};

function isDemanding({ when, effect }: AccessRuleModel): boolean {
  return when !== null && demandsOf(when.compiled.root, effect).length > 0;
}

/** A rule, and its predicates printed. */
interface Head {
  readonly rule: AccessRuleModel;
  readonly tools: Code;
  readonly to: Code;
  /** The same but for scopes, where it asks for some; null: there is nothing to tell apart. */
  readonly without: Code | null;
  /** It asks for scopes of tokens, and is enforced. */
  readonly scoped: boolean;
  /** What it says of prompts and resources. */
  readonly others: object;
}

function headOf(rule: AccessRuleModel, tokens: boolean, builder: Builder): Head {
  const tools = printPredicate(rule.tools, builder);
  const to = printTo(rule.effect, rule.to);
  const scoped = tokens && !rule.shadow && asksScopes(rule);
  const without = scoped ? printWithout(rule) : null;
  return { rule, tools, to, without, scoped, others: printOthers(rule, builder) };
}

function printOthers({ prompts, resources }: AccessRuleModel, builder: Builder): object {
  return {
    ...(prompts === null ? {} : { prompts: printPredicate(prompts, builder) }),
    ...(resources === null ? {} : { resources: printResources(resources, builder) }),
  };
}

interface Printing {
  readonly builder: Builder;
  readonly indexed: boolean;
  readonly shared: Shared;
  readonly makers: Makers;
}

function printRule({ rule, ...own }: Head, { builder, indexed, shared, makers }: Printing): unknown {
  const { name, place, effect, when, message } = rule;
  const tools = shared('tools', own.tools);
  const to = shared('to', own.to);
  const text = message?.text ?? null;
  const without = own.without === null ? null : shared('to', own.without);
  const scopes = own.scoped ? [printScopes(rule, without, builder)] : [];
  const ofTools = rule.prompts === null && rule.resources === null;
  const made = ofTools ? makers(rule, [name.text, place, tools, to, text, ...scopes]) : null;
  if (made !== null) return made;
  const judging = when === null ? always : printWhen(rule, when, indexed, builder);
  const head = { name: name.text, place, effect, tools, ...own.others, to, ...judging, message: text };
  return own.scoped ? { ...head, scopes: scopes[0] } : head;
}

const always = {
  when: null,
  could: null,
  spares: null,
  demands: [],
  reads: { args: false, request: false },
};

function printWhen(rule: AccessRuleModel, condition: Condition, indexed: boolean, builder: Builder): object {
  const { name, place, effect } = rule;
  const { compiled, text } = condition;
  const { args, request } = compiled.reads;
  const about = [`${place} ${effect} ${name.text}`, text];
  const when = builder.fn(name.text, about, printFunction(compiled, builder));
  // An allow that reads neither arguments nor request could hold exactly if it holds.
  const same = effect === 'allow' && !args && !request;
  const spares = effect === 'deny' ? printSpares(compiled, builder) : null;
  return {
    when,
    could: same ? when : printVisible(rule, condition, builder),
    spares,
    demands: indexed ? printDemands(compiled.root, effect, builder) : [],
    reads: { args, request },
  };
}

function printVisible({ name, effect }: AccessRuleModel, { compiled }: Condition, builder: Builder): Code {
  const asked = effect === 'allow' ? 'could it hold?' : 'could it not hold?';
  const about = `${name.text}, arguments and request unknown: ${asked}`;
  return builder.fn(`${name.text} could`, [about], printCould(compiled, builder, effect));
}
