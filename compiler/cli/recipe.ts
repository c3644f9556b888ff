// `mcpgw recipe NAME [FILE]`: a file that checks, builds or runs this gateway somewhere.
import { nearest } from '../diagnostics/nearest.ts';
import { compile } from '../index.ts';
import { factsOf, recipes } from '../recipes/index.ts';
import { meant, UsageError } from './arguments.ts';
import { exit, type Run } from './command.ts';
import { forPeople } from './formats.ts';
import { type RecipeName, recipeNames } from './recipe-names.ts';
import { report, statusOf } from './report.ts';
import { today } from './today.ts';

export const recipe: Run = async (given, io) => {
  const [name, file = 'gateway.yaml'] = given.operands;
  if (!isRecipe(name)) throw unknown(name);
  const overlays = given.values('with');
  // What a Worker cannot do is said here too, rather than at its first request.
  const target = name === 'wrangler' ? 'workers' : undefined;
  const compiled = await compile(file, { overlays, today: today(), target });
  const { bundle, config, findings } = compiled;
  if (bundle === null || config === null) {
    // What is printed is the recipe or nothing: it may be going into a file.
    report({ ...compiled, file }, forPeople, { ...io, out: io.err });
    return statusOf(findings);
  }
  const { targets } = bundle.manifest;
  if (programs.includes(name) && targets.every((target) => target === 'workers')) throw noProgram(name, file);
  io.out(recipes[name](factsOf({ config, manifest: bundle.manifest }, file, overlays)));
  return exit.clean;
};

/** Those that start the gateway as a program. */
const programs: readonly RecipeName[] = ['dockerfile', 'kubernetes', 'systemd'];

function noProgram(name: RecipeName, file: string): UsageError {
  return new UsageError(
    `${name} starts a program, and ${file} is for workers only: add node to its hosts, or print wrangler.`,
  );
}

function isRecipe(name: string | undefined): name is RecipeName {
  return recipeNames.some((one) => one === name);
}

function unknown(name: string | undefined): UsageError {
  const all = recipeNames.join(', ');
  if (name === undefined) return new UsageError(`recipe needs the name of one: ${all}.`);
  const near = meant(nearest(name, recipeNames));
  return new UsageError(
    `There is no recipe ${JSON.stringify(name)}.${near === '' ? ` There are ${all}.` : near}`,
  );
}
