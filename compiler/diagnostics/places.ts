// Places of findings, as they are seen from elsewhere than the gateway file's folder.
import type { Finding, Range } from './finding.ts';
import type { Positions, SourceText } from './position.ts';

/** What is printed for programs. */
export interface MachineOptions {
  /** The folder that findings name files from, seen from the repository's root: `''` or `policies/eu`. */
  readonly folder: string;
}

/** A range by lines and columns from 1, columns in UTF-16 units; the end is the first character after it. */
export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The file of a range, with `/` between folders. */
export function fileOf({ file }: Range, { folder }: MachineOptions): string {
  return folder === '' ? file : joined(`${folder}/${file}`);
}

/** Findings and their texts, with files named from where `folder` is. */
export function seenFrom(
  options: MachineOptions,
  findings: readonly Finding[],
  sources: readonly SourceText[],
): { readonly findings: readonly Finding[]; readonly sources: readonly SourceText[] } {
  const at = <Placed extends Range>(range: Placed): Placed => ({ ...range, file: fileOf(range, options) });
  return {
    findings: findings.map(({ related, ...finding }) => ({
      ...finding,
      range: finding.range && at(finding.range),
      ...(related && { related: related.map((one) => ({ ...one, range: at(one.range) })) }),
    })),
    sources: sources.map(({ path, text }) => ({
      path: fileOf({ file: path, start: 0, end: 0 }, options),
      text,
    })),
  };
}

/** `a/../b` is `b`: an included file may stand beside the folder. */
function joined(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

export function regionOf({ file, start, end }: Range, positions: Positions): Region {
  const from = positions.position(file, start);
  const to = positions.position(file, end);
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}
