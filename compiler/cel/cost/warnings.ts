// Warnings of what may cost more than an evaluation may: where a limit is missing, and which one would do.
import { mostSteps } from '../../../runtime/cel/budget.ts';
import type { Report, Span, Words } from '../problem.ts';
import { childrenOf, type Loop, type Typed } from '../typed.ts';
import { isOpen, isRecord, type Type } from '../types.ts';
import { type Factor, factorsOf, isSent, isUnlimited, localOf, rangeOf, sourcesOf } from './factors.ts';
import { sizeOf } from './size.ts';

/**
 * Warns of each value without a limit that a caller sends and that the cost grows with; where all have limits, of the whole,
 * and of what names no variable and costs as much. `steps` is what it may cost, which is more than the budget.
 */
export function warnCost(root: Typed, text: string, steps: number, warn: Report): void {
  const products = [...productsOf(root, { factors: [], locals: new Set(), names: new Set() })];
  // Of what grows with one thing and multiplies with another, the product is told.
  products.sort((a, b) => b.factors.length - a.factors.length);
  const told = new Set<string>();
  for (const product of products) {
    for (const factor of missing(product).flatMap(sourcesOf)) {
      const written = text.slice(factor.node.start, factor.node.end);
      if (told.has(written)) continue;
      told.add(written);
      warn('cel/unbounded-cost', factor.node, wordsFor(factor, written, product));
    }
  }
  if (told.size > 0) return;
  if (products.length > 0) warnAll(root, steps, warn);
  else if (isClosed(root)) warnClosed(root, steps, warn);
}

/** What a caller sends, of sizes that multiply: one at least. */
interface Product {
  readonly factors: readonly Factor[];
  /** Elements of what loops around go over: all of them together are no more than that, whose size counts already. */
  readonly elements: readonly Factor[];
  /** The variables around that stand for names of properties. */
  readonly names: ReadonlySet<string>;
}

function missing({ factors, elements }: Product): readonly Factor[] {
  const found = factors.filter(isUnlimited);
  const times = factors.reduce((all, { node }) => all * sizeOf(node), 1);
  // Where their number alone is too much, their sizes do not matter.
  if (found.length === 0 && times > mostSteps) return [];
  // By itself, few elements are small enough mostly, however large each is.
  if (found.length > 0 && factors.length === 1) return found;
  return [...found, ...elements.filter(isUnlimited)];
}

/** The loops around a place over what a caller sends, and their variables. */
interface Around {
  readonly factors: readonly Factor[];
  readonly locals: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

function productsOf(node: Typed, around: Around): readonly Product[] {
  const own = factorsOf(node).flatMap((group) => productOf(group, around) ?? []);
  const inner = node.kind === 'loop' && node.range.unknown ? within(node, around) : around;
  const parts = childrenOf(node).flatMap((child) =>
    productsOf(child, node.kind === 'loop' && child === node.range ? around : inner),
  );
  return [...own, ...parts];
}

/** What is around the body of a loop. */
function within(node: Typed & Loop, { factors, locals, names }: Around): Around {
  const own = new Set([...names].filter((name) => !node.locals.includes(name)));
  const [first] = node.locals;
  if (isRecord(node.range.type)) own.add(first!);
  return { factors: [...factors, rangeOf(node)], locals: new Set([...locals, ...node.locals]), names: own };
}

function productOf(group: readonly Factor[], { factors: loops, locals, names }: Around): Product | null {
  if (!group.some(isSent)) return null;
  const all = [...loops, ...group].filter(isSent);
  const elements = all.filter(({ node }) => locals.has(localOf(node) ?? ''));
  const factors = all.filter((one) => !elements.includes(one));
  return { factors, elements, names };
}

function warnAll(root: Span, steps: number, warn: Report): void {
  warn('cel/unbounded-cost', root, {
    message: `This may cost ${rounded(steps)} steps, as the schema limits what it goes over.`,
    why: `Beyond ${mostSteps / 1e6} million steps it is an error, and the call is refused.`,
    help: 'Lower `maxItems` and `maxLength`, or ask `size(…)` first.',
  });
}

/** Does it name nothing of a call? */
function isClosed(node: Typed): boolean {
  return node.kind !== 'variable' && childrenOf(node).every(isClosed);
}

function warnClosed(root: Span, steps: number, warn: Report): void {
  warn('cel/unbounded-cost', root, {
    message: `This may cost ${rounded(steps)} steps, whatever the call is.`,
    why: `Beyond ${mostSteps / 1e6} million steps it is an error: an allow never holds, a deny always does.`,
    help: 'Go over less, or write what it comes to.',
  });
}

function rounded(steps: number): string {
  const digits = Math.floor(Math.log10(steps));
  return digits < 15 ? `${Math.floor(steps / 10 ** (digits - 1)) / 10}e${digits}` : 'more than 10^15';
}

const limits: Readonly<Partial<Record<Type['kind'], string>>> = {
  string: 'maxLength',
  list: 'maxItems',
  map: 'maxProperties',
  object: 'maxProperties',
};

function limitOf({ node, as, deep }: Factor): string | undefined {
  return deep ? undefined : limits[isOpen(node.type) ? as : node.type.kind];
}

const whyOf = (what: string) =>
  `The cost grows with ${what}; beyond two million steps it is an error, and the call is refused.`;

/** What it multiplies with, and why that matters. */
function growthOf(
  { pattern }: Factor,
  { factors }: Product,
): { readonly beside: string; readonly why: string } {
  if (factors.length < 2) return { beside: '', why: whyOf('it') };
  const other = pattern === true ? undefined : factors.find((one) => one.pattern === true);
  if (other === undefined)
    return { beside: ', and multiplies with another value', why: whyOf('the product of both') };
  const any = other.node.kind === 'constant' ? 'is too large for a table' : 'may be any';
  return { beside: `, and the pattern ${any}`, why: whyOf('the product of text and pattern') };
}

function wordsFor(factor: Factor, written: string, product: Product): Words {
  const { node, deep } = factor;
  const limit =
    node.kind === 'local' && product.names.has(node.name) ? 'maxLength` of `propertyNames' : limitOf(factor);
  const { beside, why } = growthOf(factor, product);
  const words = { message: `\`${written}\` has no limit${beside}.`, why };
  if (limit === undefined) {
    return {
      ...words,
      help: `Declare its type${deep ? ', and what is in it,' : ''} with limits in the schema of the tool.`,
    };
  }
  const ask = `ask first, as in \`size(${written}) <= 100 && …\``;
  return { ...words, help: `Bound it with \`${limit}\` in the schema of the tool, or ${ask}.` };
}
