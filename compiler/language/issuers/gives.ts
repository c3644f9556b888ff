// What the expressions of an issuer can give, as far as they say it themselves: never too little of it.
import type { Typed } from '../../cel/typed.ts';
import type { Condition } from '../conditions.ts';

/** A text, or every text that begins with it. */
export interface Part {
  readonly text: string;
  readonly open: boolean;
}

/** One way in which roles come out. */
export interface Held {
  /** Whoever comes by this way has them. */
  readonly sure: readonly string[];
  /** Any number of these beside them. */
  readonly may: readonly Part[];
}

/** What tokens can say of an agent that is not declared. */
export interface Gives {
  readonly names: readonly Part[];
  /** The empty text is no team. */
  readonly teams: readonly Part[];
  /** At least one way. */
  readonly roles: readonly Held[];
}

export const anyPart: readonly Part[] = [{ text: '', open: true }];
export const noTeam: readonly Part[] = [{ text: '', open: false }];
export const noRoles: readonly Held[] = [{ sure: [], may: [] }];

/** More than these are not told apart. */
const [mostParts, mostWays] = [64, 16];

/** @param issuer what the claim `iss` is */
export function textsGiven(condition: Condition | null, issuer: string): readonly Part[] {
  return condition === null ? anyPart : partsOf(condition.compiled.root, issuer);
}

export function rolesGiven(condition: Condition | null): readonly Held[] {
  return condition === null ? anyWay : waysOf(condition.compiled.root);
}

export function admits(parts: readonly Part[], text: string): boolean {
  return parts.some((one) => (one.open ? text.startsWith(one.text) : text === one.text));
}

/** The texts that are given as they stand. */
export function exactOf(parts: readonly Part[]): readonly string[] {
  return parts.flatMap(({ text, open }) => (open || text === '' ? [] : [text]));
}

/** `sub` of `claims.sub`; null for anything else. */
export function claimOf(node: Typed): string | null {
  if (node.kind !== 'index' && node.kind !== 'optionalIndex') return null;
  const { operand, index } = node;
  if (operand.kind !== 'variable' || operand.name !== 'claims') return null;
  return index.kind === 'constant' && index.constant.type === 'string' ? index.constant.value : null;
}

/** A part of both, where there is one. */
export function commonOf(some: readonly Part[], others: readonly Part[]): Part | undefined {
  for (const one of some)
    for (const other of others) {
      if (admits([one], other.text) && (one.open || !other.open)) return other;
      if (admits([other], one.text) && (other.open || !one.open)) return one;
    }
  return undefined;
}

function partsOf(node: Typed, issuer?: string): readonly Part[] {
  const parts = everyPart(node, issuer);
  return parts.length <= mostParts ? parts : anyPart;
}

function everyPart(node: Typed, issuer?: string): readonly Part[] {
  if (node.kind === 'choice') return [...partsOf(node.yes, issuer), ...partsOf(node.no, issuer)];
  if (issuer !== undefined && claimOf(node) === 'iss') return [{ text: issuer, open: false }];
  if (node.kind === 'constant' && node.constant.type === 'string')
    return [{ text: node.constant.value, open: false }];
  if (node.kind !== 'binary' || node.op !== '+') return anyPart;
  const ends = partsOf(node.right, issuer);
  return partsOf(node.left, issuer).flatMap((one) =>
    one.open ? [one] : ends.map(({ text, open }) => ({ text: one.text + text, open })),
  );
}

function waysOf(node: Typed): readonly Held[] {
  const ways = everyWay(node);
  if (ways.length <= mostWays) return ways;
  return [{ sure: [], may: ways.flatMap(heldIn) }];
}

function everyWay(node: Typed): readonly Held[] {
  switch (node.kind) {
    case 'choice':
      return [...waysOf(node.yes), ...waysOf(node.no)];
    case 'list':
      return [listed(node)];
    case 'binary':
      return node.op === '+' ? joined(waysOf(node.left), waysOf(node.right)) : anyWay;
    case 'loop':
      if (node.macro === 'filter') return [{ sure: [], may: waysOf(node.range).flatMap(heldIn) }];
      return [{ sure: [], may: node.transform === null ? anyPart : partsOf(node.transform) }];
    default:
      return anyWay;
  }
}

const anyWay: readonly Held[] = [{ sure: [], may: anyPart }];

function listed({ items, optional }: Extract<Typed, { kind: 'list' }>): Held {
  const given = items.map((item) => partsOf(item));
  const isSure = (at: number): boolean => given[at]!.length === 1 && !given[at]![0]!.open && !optional[at];
  return {
    sure: given.flatMap((parts, at) => (isSure(at) ? parts.map(({ text }) => text) : [])),
    may: given.flatMap((parts, at) => (isSure(at) ? [] : optional[at] ? anyPart : parts)),
  };
}

function joined(some: readonly Held[], others: readonly Held[]): readonly Held[] {
  return some.flatMap((one) =>
    others.map((other) => ({ sure: [...one.sure, ...other.sure], may: [...one.may, ...other.may] })),
  );
}

/** All roles that may be held. */
export function heldIn({ sure, may }: Held): readonly Part[] {
  return [...sure.map((text) => ({ text, open: false })), ...may];
}
