// The cells of a limit: to what a call is charged, as one text each.
import { printFunction } from '../../cel/index.ts';
import type { Builder } from '../../emit/builder.ts';
import { type Code, code } from '../../emit/code.ts';
import type { LimitModel, PerModel } from './model.ts';

/** What a missing team or role is charged to. */
const none = '(none)';

/**
 * Prints the function from a call to its cells. Parts of a combination are kept apart: names of the gateway file and of tools hold
 * no `|`, and what CEL gives goes with its length.
 *
 * @param tokens agents may come with tokens, whose names, teams and roles are whatever their issuers write
 */
export function printCells({ per, name, place }: LimitModel, tokens: boolean, builder: Builder): Code {
  const given = [...per].sort((a, b) => Number(a.kind === 'cel') - Number(b.kind === 'cel'));
  const combined = given.length > 1;
  const parts = given.map((one) => {
    const part = printPart(one, { name: name.text, place }, builder);
    const open = one.kind === 'cel' || (tokens && one.kind !== 'tool' && one.kind !== 'server');
    return combined && open ? code`${measured(builder)}(${part})` : part;
  });
  const text = parts.reduce((sum, part) => code`${sum} + "|" + ${part}`);
  const parameters = given.some(({ kind }) => kind === 'cel')
    ? code`(agent, tool, args, request)`
    : code`(agent, tool)`;
  if (!given.some(({ kind }) => kind === 'role')) return code`${parameters} => [${text}]`;
  const roles = code`(agent.roles.length === 0 ? [${none}] : agent.roles)`;
  return code`${parameters} => ${roles}.map((role) => ${text})`;
}

function printPart(
  per: PerModel,
  limit: { readonly name: string; readonly place: string },
  builder: Builder,
): Code {
  if (per.kind === 'agent') return code`agent.name`;
  if (per.kind === 'team') return code`(agent.team || ${none})`;
  if (per.kind === 'role') return code`role`;
  if (per.kind === 'tool') return code`tool.name`;
  if (per.kind === 'server') return code`tool.server`;
  const about = [`${limit.place} ${limit.name} per:`, per.condition.text];
  const key = builder.fn(`${limit.name} per`, about, printFunction(per.condition.compiled, builder));
  return code`${key}(agent, tool, args, request)`;
}

/** Length first, so that no two combinations read the same. */
function measured(builder: Builder): Code {
  return builder.fn('measured', [], code`(text) => text.length + ":" + text`);
}
