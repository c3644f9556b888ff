// Compares a text with the file that holds what it should be; `UPDATE=1` rewrites the file.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'vitest';

/**
 * Expects `text` to be what the golden file at `path` holds.
 * A missing file fails, so that a golden cannot be forgotten.
 */
export function expectGolden(path: string, text: string): void {
  if (process.env.UPDATE === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const golden = existsSync(path) ? readFileSync(path, 'utf8') : null;
  expect(text, `differs from ${path}; UPDATE=1 rewrites it`).toBe(golden);
}
