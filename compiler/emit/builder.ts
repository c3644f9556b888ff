// Records, while code is generated, what it needs at run time.
import { type Code, code, comment, identifier, join } from './code.ts';
import type { CapabilityNeed, Recorded } from './generated.ts';
import { createNames, runtimeName } from './names.ts';
import { byKey, createNeeds } from './needs.ts';

/** Something of the runtime: a module by name, relative to `runtime/` without its ending, and an export of it. */
export interface Need {
  readonly module: string;
  readonly name: string;
}

export interface Builder {
  /** A stage of the gateway: `slot` is its path in `Stages`, as `agents` or `servers.http`. Recorded once. */
  stage(slot: string, need: Need): void;
  /** A function of `runtime/cel/index`, by name; the plan receives it as a parameter. Returns how the plan calls it. */
  cel(name: string): Code;
  /**
   * A function (or constant) of the plan's own: the expression `body`, with the comment lines that stand above it.
   * Returns its name, made from `hint`: it holds a `$`, so it never meets a name of CEL or of JavaScript. The same
   * body without a comment is written once.
   */
  fn(hint: string, comment: readonly string[], body: Code): Code;
  /** Records an environment variable or file the bundle reads. */
  late(value: {
    readonly env?: string;
    readonly file?: string;
    readonly secret: boolean;
    readonly optional: boolean;
    readonly place: string;
  }): void;
  /** Records a host the bundle may contact. */
  host(name: string, place: string): void;
  /** Records a capability of the host that is needed: to call over HTTP, to start processes, sockets, files. */
  capability(name: CapabilityNeed['name'], place: string): void;
}

/** A builder that can also be read out. */
export interface Recorder extends Builder {
  /** The plan module around `result` (the plan's object), and the record. `header` is the comment at its top. */
  finish(result: Code, header?: readonly string[]): Recorded;
}

/** A fresh record. Same calls, same names, same output. */
export function createBuilder(): Recorder {
  const stages = new Map<string, Need>();
  const cel = new Set<string>();
  const functions: Code[] = [];
  const plain = new Map<string, Code>();
  const names = createNames();
  const needs = createNeeds();

  function declare(hint: string, lines: readonly string[], body: Code): Code {
    const name = names(hint);
    functions.push(join([...comment(lines), code`const ${name} = ${body};`], '\n'));
    return name;
  }

  return {
    stage(slot, need) {
      const known = stages.get(slot);
      if (known && (known.module !== need.module || known.name !== need.name)) {
        throw new Error(
          `Stage ${slot} is filled twice: ${known.module}#${known.name}, ${need.module}#${need.name}.`,
        );
      }
      stages.set(slot, Object.freeze({ ...need }));
    },
    cel(name) {
      cel.add(name);
      return runtimeName(name);
    },
    fn(hint, lines, body) {
      if (lines.length > 0) return declare(hint, lines, body);
      const known = plain.get(body.text) ?? declare(hint, lines, body);
      plain.set(body.text, known);
      return known;
    },
    ...needs.record,
    finish(result, header = []) {
      const used = [...cel].sort();
      return Object.freeze({
        plan: planModule(header, used, functions, result),
        cel: Object.freeze(used),
        stages: Object.freeze(Object.fromEntries([...stages].sort(byKey))),
        ...needs.sorted(),
      });
    },
  };
}

function planModule(
  header: readonly string[],
  cel: readonly string[],
  functions: readonly Code[],
  result: Code,
): Code {
  const given = cel.map((name) => code`const ${runtimeName(name)} = cel.${identifier(name)};`);
  const body = join([...given, ...functions, code`return ${result};`], '\n');
  return join([...comment(header), code`export function plan(cel) {\n${body}\n}\n`], '\n');
}
