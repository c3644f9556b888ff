// Access with thousands of rules: those that demand something of arguments are found by it, the others are asked in turn.
import type { AccessStage } from '../contract/access.ts';
import type { Agent } from '../contract/identity.ts';
import type { Plan } from '../contract/plan.ts';
import type { CallFacts, Facts } from '../contract/tool.ts';
import { type Asked, accessStage, holds, inTurn, type Search } from './index.ts';
import { beside, grow, type Split, type Tree } from './tree.ts';
import { asKey } from './value.ts';

/** From so many rules on, agents whom the same rules concern share what is built over them; of denies always. */
const WORTH_SHARING = 32;
/** So many are kept for sharing. */
const MOST = 4096;

/** The stage that judges calls, with an index over arguments. It means what `accessStage` means. */
export function indexedAccessStage(plan: Pick<Plan, 'access'>): AccessStage {
  const known = new Map<string, Indexed>();
  const index = (concerned: readonly Asked[], least: number): Indexed => {
    if (concerned.length < least) return byArguments(concerned);
    const key = concerned.map(({ order }) => order).join();
    const indexed = known.get(key) ?? byArguments(concerned);
    if (known.size >= MOST) known.clear();
    known.set(key, indexed);
    return indexed;
  };
  return accessStage(plan, (allows, denies) => {
    const against = index(denies, 1);
    const own = allows.length < WORTH_SHARING ? allows.map((allow) => facing(allow, against)) : allows;
    return { allows: index(own, WORTH_SHARING).search, denies: against.search };
  });
}

interface Indexed {
  readonly tree: Tree;
  readonly search: Search;
  /** Allows that know which of these denies can hold where they do. */
  readonly faced: Map<Asked, Asked>;
  /** How some of these denies are searched: one function for all allows that they are left of. */
  readonly left: Map<readonly Asked[], Search>;
}

/** The allow, and what it demands of arguments known to be so where it holds. */
function facing(allow: Asked, { tree, faced, left }: Indexed): Asked {
  const known = faced.get(allow);
  if (known !== undefined) return known;
  const some = tree.split === null ? null : beside(tree, allow.demands);
  const denies = some && (left.get(some) ?? inTurn(some));
  const made = { ...allow, denies };
  if (some !== null && denies !== null) left.set(some, denies);
  faced.set(allow, made);
  return made;
}

function byArguments(rules: readonly Asked[]): Indexed {
  const tree = grow(rules);
  return { tree, search: searchOf(tree, inTurn(rules)), faced: new Map(), left: new Map() };
}

function searchOf(tree: Tree, oneByOne: Search): Search {
  if (tree.split === null) return oneByOne;
  const flat = flatOf(tree.split, tree.others);
  if (flat !== null) return lookUp(tree.split.read, flat, oneByOne);
  return (agent, facts, call) => {
    const args = argsOf(call);
    return args === UNREADABLE ? oneByOne(agent, facts, call) : first(tree, args, null, agent, facts, call);
  };
}

/** The rules by the values of one argument, where nothing else is to be looked at: the usual case, and the fastest. */
interface Flat {
  readonly present: ReadonlyMap<unknown, readonly Asked[]>;
  readonly absent: readonly Asked[];
}

function flatOf({ present, absent }: Split, others: Tree | null): Flat | null {
  if (others !== null) return null;
  const lists = new Map<unknown, readonly Asked[]>();
  for (const [value, { rules, split, others: more }] of present) {
    if (split !== null || more !== null) return null;
    lists.set(value, rules);
  }
  return { present: lists, absent: absent.rules };
}

function lookUp(read: Split['read'], { present, absent }: Flat, oneByOne: Search): Search {
  return (agent, facts, call) => {
    const args = argsOf(call);
    if (args === UNREADABLE) return oneByOne(agent, facts, call);
    const value = asKey(read(args));
    const rules = value === undefined ? absent : present.get(value);
    return rules === undefined ? null : firstOf(rules, null, agent, facts, call);
  };
}

const UNREADABLE = Symbol('unreadable');

function argsOf(call: CallFacts): unknown {
  try {
    return call.args;
  } catch {
    return UNREADABLE;
  }
}

/** The rule that holds and comes before all others that do, and before `best`. */
function first(
  tree: Tree,
  args: unknown,
  best: Asked | null,
  agent: Agent,
  facts: Facts,
  call: CallFacts,
): Asked | null {
  let found = best;
  for (let at: Tree | null = tree; at !== null; at = at.others) {
    if (at.split === null) {
      found = firstOf(at.rules, found, agent, facts, call);
      continue;
    }
    const value = asKey(at.split.read(args));
    const under = value === undefined ? at.split.absent : at.split.present.get(value);
    if (under === undefined) continue;
    const leaf = under.split === null && under.others === null;
    found = leaf
      ? firstOf(under.rules, found, agent, facts, call)
      : first(under, args, found, agent, facts, call);
  }
  return found;
}

function firstOf(
  rules: readonly Asked[],
  best: Asked | null,
  agent: Agent,
  facts: Facts,
  call: CallFacts,
): Asked | null {
  for (let at = 0; at < rules.length; at++) {
    const rule = rules[at]!;
    if (best !== null && rule.order > best.order) return best;
    if (holds(rule, agent, facts, call)) return rule;
  }
  return best;
}
