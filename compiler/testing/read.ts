// A test file from disk to a suite, or all that is wrong with it.
import { resolve } from 'node:path';
import type { Finding } from '../diagnostics/finding.ts';
import type { SourceText } from '../diagnostics/position.ts';
import { sortFindings } from '../diagnostics/sort.ts';
import { validateTests } from '../schema/validate.ts';
import type { SourceIo } from '../source/io.ts';
import { loadFile } from '../source/load.ts';
import type { MapNode } from '../source/node.ts';
import { plainValue } from '../source/plain.ts';
import type { Suite } from './model.ts';
import { checkStructure } from './structure.ts';
import { suiteOf } from './suite.ts';

export interface ReadSuite {
  /** Null when something is wrong. */
  readonly suite: Suite | null;
  /** Sorted by place. */
  readonly findings: readonly Finding[];
  /** The file's text; none when it could not be read. */
  readonly sources: readonly SourceText[];
}

const begin = 'Name the test file; `mcpgw test --bootstrap GATEWAY` writes one to begin with.';

/** @param file its path, as a person wrote it; ranges name it so */
export function readSuite(file: string, io: SourceIo): ReadSuite {
  const loaded = loadFile(resolve(file), file, io, { typed: file, help: begin });
  const sources = loaded.file === null ? [] : [loaded.file];
  const { root } = loaded;
  // Each check relies on the one before it.
  const wrong = root === null || loaded.findings.length > 0 ? loaded.findings : shape(root);
  if (root === null || wrong.length > 0) return { suite: null, findings: sortFindings(wrong), sources };
  return { suite: suiteOf(root), findings: [], sources };
}

function shape(root: MapNode): readonly Finding[] {
  const misshapen = validateTests(plainValue(root), root);
  return misshapen.length > 0 ? misshapen : checkStructure(root);
}
