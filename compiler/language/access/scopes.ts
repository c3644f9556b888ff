// What a rule asks of the scopes of a token, where tokens are taken.
import { printCouldWithMore, readsScopes, scopesSought } from '../../cel/index.ts';
import type { Builder } from '../../emit/builder.ts';
import type { Code } from '../../emit/code.ts';
import type { AccessRuleModel } from './model.ts';
import { printTo } from './to.ts';

/** Does it ask for scopes, by `to` or in its condition? */
export function asksScopes({ to, when }: AccessRuleModel): boolean {
  return (to?.scope ?? null) !== null || (when !== null && readsScopes(when.compiled.root));
}

/** Whom it concerns if scopes are not looked at, where `to` asks for some. */
export function printWithout({ effect, to }: AccessRuleModel): Code | null {
  return to === null || to.scope === null ? null : printTo(effect, { ...to, scope: null });
}

/** @param without whom it concerns, but for scopes */
export function printScopes(
  { name, effect, to, when }: AccessRuleModel,
  without: Code | null,
  builder: Builder,
): object {
  const any = without === null ? {} : { any: scopesOf(to?.scope ?? []), to: without };
  if (when === null || !readsScopes(when.compiled.root)) return any;
  const asked = effect === 'allow' ? 'could it hold?' : 'could it not hold?';
  const about = `${name.text}, arguments, request and further scopes unknown: ${asked}`;
  const could = printCouldWithMore(when.compiled, builder, effect);
  return {
    ...any,
    named: scopesSought(when.compiled.root),
    could: builder.fn(`${name.text} could with more`, [about], could),
  };
}

/** Scopes with which allows give more, sorted: whoever has one of a deny may only do less. */
export function scopesAllowed(rules: readonly AccessRuleModel[]): readonly string[] {
  const allows = rules.filter(({ effect }) => effect === 'allow');
  return scopesOf(allows.flatMap(({ to }) => to?.scope ?? []));
}

const scopesOf = (words: readonly { readonly text: string }[]): readonly string[] =>
  [...new Set(words.map(({ text }) => text))].sort();
