// What is known of `agent` and `tool` in a rule's condition: the values that its callers and its tools can give.
import type { Conjunct } from '../cel/index.ts';
import type { AgentModel } from '../language/agents/model.ts';
import { matches, overlap, pattern } from '../language/patterns.ts';
import type { Models } from '../language/rooms.ts';
import { admits } from './compare.ts';
import type { Judged } from './judged.ts';
import { once } from './once.ts';
import type { People } from './people.ts';

/** What the callers of one `to` give, each value once. */
interface Given {
  readonly team: ReadonlySet<string>;
  readonly name: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  label(key: string): { readonly values: ReadonlySet<string>; readonly missing: boolean };
}

/** Answers whether a part of a condition can be true for someone that its rule concerns, and a tool it speaks of. */
export interface Facts {
  /** True where nothing is known. */
  isPossible(judged: Judged, asked: Conjunct): boolean;
  /** Is the value perhaps not there? Of a label it is known who lacks it. */
  mayLack(judged: Judged, read: Conjunct['node']): boolean;
}

export function factsOf(models: Models, people: People): Facts {
  const given = once((of: readonly number[]) =>
    givenBy(of.flatMap((person) => people.classes[person]?.agents ?? [])),
  );
  const callers = ({ rule }: Judged): Given => given(people.of(rule));
  return {
    isPossible(judged, asked) {
      const label = labelOf(asked.node);
      if (label !== null) {
        const { values, missing } = callers(judged).label(label);
        // An agent without the label makes the condition an error, which a deny counts as true.
        return (missing && judged.rule.effect === 'deny' && !asked.sure) || admitsAny(asked, values);
      }
      const field = fieldOf(asked.node, 'agent');
      if (field === 'team' || field === 'name') return admitsAny(asked, callers(judged)[field]);
      if (field === 'roles' && asked.kind === 'holds') return callers(judged).roles.has(String(asked.value));
      const about = judged.mixed ? null : fieldOf(asked.node, 'tool');
      if (about === 'server') return admitsAny(asked, serversOf(models, judged));
      return about !== 'name' || isNamed(models, judged, asked);
    },
    mayLack(judged, read) {
      const label = labelOf(read);
      return label === null || callers(judged).label(label).missing;
    },
  };
}

function givenBy(agents: readonly AgentModel[]): Given {
  return {
    team: new Set(agents.map(({ team }) => team?.text ?? '')),
    name: new Set(agents.map(({ name }) => name)),
    roles: new Set(agents.flatMap(({ roles }) => roles.map(({ text }) => text))),
    label: once((key) => {
      const held = agents.filter(({ labels }) => Object.hasOwn(labels, key));
      return {
        values: new Set(held.map(({ labels }) => labels[key] ?? '')),
        missing: held.length < agents.length,
      };
    }),
  };
}

function admitsAny(asked: Conjunct, values: ReadonlySet<string>): boolean {
  if (asked.kind === 'is')
    return [...asked.values].some((value) => typeof value === 'string' && values.has(value));
  return [...values].some((value) => admits(asked, value));
}

/** `tier` of `agent.labels.tier`. */
function labelOf(node: Conjunct['node']): string | null {
  if (node.kind !== 'index' || fieldOf(node.operand, 'agent') !== 'labels') return null;
  const { index } = node;
  return index.kind === 'constant' && index.constant.type === 'string' ? index.constant.value : null;
}

/** `team` of `agent.team`. */
function fieldOf(node: Conjunct['node'], variable: string): string | null {
  const found = node.kind === 'field' && node.operand.kind === 'variable' && node.operand.name === variable;
  return found ? node.name : null;
}

function serversOf({ catalog }: Models, { rule }: Judged): ReadonlySet<string> {
  return new Set(rule.tools.flatMap((tool) => [...catalog.offering(tool)]));
}

function isNamed({ catalog }: Models, { rule }: Judged, asked: Conjunct): boolean {
  const [first] = rule.tools;
  if (first === undefined) return true;
  if (asked.kind === 'begins') {
    const begun = pattern(`${asked.text}*`, first.range);
    return rule.tools.some((tool) => overlap(tool, begun)) && catalog.offering(begun).size > 0;
  }
  if (asked.kind !== 'is') return true;
  return [...asked.values].some((name) => {
    if (typeof name !== 'string' || !rule.tools.some((tool) => matches(tool, name))) return false;
    return catalog.offering(pattern(name, first.range)).size > 0;
  });
}
