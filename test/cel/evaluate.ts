// Evaluates printed expressions with the runtime's own functions, as a bundle does.
import {
  accessEnvironment,
  type Compiled,
  compileExpression,
  printCould,
  type printCouldWithMore,
  printFunction,
  printProbed,
  printSpares,
} from '../../compiler/cel/index.ts';
import { createBuilder } from '../../compiler/emit/builder.ts';
import { type Code, code } from '../../compiler/emit/code.ts';
import { celError } from '../../runtime/cel/error.ts';
import * as cel from '../../runtime/cel/index.ts';

export const support = {
  name: 'bot',
  team: 'support',
  roles: ['reader', 'cashier'],
  labels: { tier: 'internal' },
  claims: { sub: 'u1', level: 3 },
  scopes: [],
  method: 'key',
};

export const refund = {
  name: 'pay__refund',
  original: 'refund',
  server: 'pay',
  title: 'Refund',
  annotations: {
    title: '',
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: false,
    openWorldHint: true,
  },
  labels: { cost: 'high' },
};

export const call = {
  method: 'tools/call',
  id: '1',
  ip: '10.0.0.1',
  time: Date.UTC(2026, 10, 20, 17, 30, 15, 250),
  meta: {},
  headers: {},
};

export interface World {
  readonly agent?: unknown;
  readonly tool?: unknown;
  readonly args?: unknown;
  readonly request?: unknown;
}

/** Compiles, and throws with the problems if there are any. */
export function compile(text: string, want: 'bool' | 'string' = 'bool'): Compiled {
  const compiled = compileExpression(text, accessEnvironment(), want);
  if (!compiled.ok) throw new Error(`${text}: ${compiled.problems.map(({ message }) => message).join(' ')}`);
  return compiled;
}

/** The printed function, alive. */
export function functionOf(compiled: Compiled): (world?: World) => unknown {
  const run = alive((builder) => printFunction(compiled, builder));
  return ({ agent = support, tool = refund, args = {}, request = call } = {}) => {
    try {
      return run(agent, tool, args, request);
    } catch (error) {
      if (error === celError) return 'error';
      throw error;
    }
  };
}

/** The function that tells of its parts, alive: its value, and what it told by part. */
export function probedOf(
  compiled: Compiled,
): (world?: World) => { readonly value: unknown; readonly told: Map<number, unknown> } {
  const run = alive((builder) => printProbed(compiled, builder));
  return ({ agent = support, tool = refund, args = {}, request = call } = {}) => {
    const told = new Map<number, unknown>();
    const probe = (part: number, of: () => unknown): unknown => {
      told.set(part, 'error');
      const value = of();
      told.set(part, value);
      return value;
    };
    try {
      return { value: run(probe, agent, tool, args, request), told };
    } catch (error) {
      if (error === celError) return { value: 'error', told };
      throw error;
    }
  };
}

/** The printed `could`, alive; or the one to which scopes that the agent lacks are unknown. */
export function couldOf(
  compiled: Compiled,
  effect: 'allow' | 'deny',
  print: typeof printCould | typeof printCouldWithMore = printCould,
): (world?: World) => unknown {
  const run = alive((builder) => print(compiled, builder, effect));
  return ({ agent = support, tool = refund } = {}) => run(agent, tool);
}

/** The printed `spares` of a deny, alive; never where it is never known. */
export function sparesOf(compiled: Compiled): (world?: World) => unknown {
  const run = alive((builder) => printSpares(compiled, builder) ?? code`() => false`);
  return ({ agent = support, tool = refund } = {}) => run(agent, tool);
}

/** The value of a bool expression; `'error'` where it has none. */
export function evaluate(text: string, world: World = {}): unknown {
  return functionOf(compile(text))(world);
}

/** What is printed, with what it needs, as a plan's module. */
export function printed(
  text: string,
  print: (compiled: Compiled) => (builder: ReturnType<typeof createBuilder>) => Code,
): string {
  const builder = createBuilder();
  return builder.finish(print(compile(text))(builder)).plan.text;
}

function alive(
  print: (builder: ReturnType<typeof createBuilder>) => Code,
): (...parameters: unknown[]) => unknown {
  const builder = createBuilder();
  const { plan } = builder.finish(print(builder));
  const make = new Function('cel', `${plan.text.replace('export function', 'function')}\nreturn plan(cel);`);
  return make(cel) as (...parameters: unknown[]) => unknown;
}
