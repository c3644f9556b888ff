// What is known for sure of a server's tools: the hints of the lock, and those that the author gives in place of them.
import { matches } from '../patterns.ts';
import type { Scope } from '../room.ts';
import type { ReviewedModel, ToolsModel } from './model.ts';

export function reviewedOf(
  { lock }: Scope,
  server: string,
  { rename, overrides }: ToolsModel,
): readonly ReviewedModel[] {
  const locked =
    lock !== null && Object.hasOwn(lock.servers, server) ? (lock.servers[server]!.tools ?? {}) : {};
  return Object.entries(locked).map(([original, { definition }]) => {
    const tool = rename.find(({ from }) => from.text === original)?.to.text ?? original;
    const said = overrides.filter(({ tools }) => matches(tools, tool)).map(({ annotations }) => annotations);
    const hints: Readonly<Record<string, unknown>> = Object.assign({}, definition.annotations, ...said);
    const readOnly = hints.readOnlyHint === true;
    return Object.freeze({ tool, readOnly, idempotent: readOnly || hints.idempotentHint === true });
  });
}
