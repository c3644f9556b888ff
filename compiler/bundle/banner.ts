// The comment on top of a bundle: what it was made from and how to make it again. No time, no folder.
import { comment } from '../emit/code.ts';
import type { PolicyFacts } from '../emit/generated.ts';

/** Lines of comment, with the name of each source and its hash. @param targets the hosts it is for */
export function banner(policy: PolicyFacts, targets: readonly string[], options: RebuildOptions): string {
  const lines = [
    `MCP gateway ${policy.name}, compiled by mcpgw ${policy.compiler}. Do not edit: change the sources and compile again.`,
    `Rebuild: ${rebuildCommand(policy, options)}`,
    `Target: ${targets.join(', ')}`,
    `Policy: ${policy.hash}`,
    ...policy.sources.map((source) => `Source: ${source.path} sha256:${source.sha256}`),
  ];
  return comment(lines)
    .map((line) => line.text)
    .join('\n');
}

export interface RebuildOptions {
  readonly gateway: string;
  /** Relative to the gateway file's folder. */
  readonly overlays: readonly string[];
  readonly output: string;
  readonly minify: boolean;
  readonly flags: readonly string[];
}

/** The command that makes the same bytes, run in the gateway file's folder. */
export function rebuildCommand(
  { target }: Pick<PolicyFacts, 'target'>,
  { gateway, overlays, output, minify, flags }: RebuildOptions,
): string {
  const over = overlays.map((file) => ` --with ${file}`).join('');
  const picked = target === null ? '' : ` --target ${target}`;
  return `mcpgw compile ${gateway}${over}${picked} -o ${output}${minify ? ' --minify' : ''}${flags.map((flag) => ` --${flag}`).join('')}`;
}
