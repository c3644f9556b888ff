// A fault of the program is a sentence and a code, never a stack.
import { expect, test } from 'vitest';
import { internalError } from '../../compiler/cli/internal.ts';

function fault(folder: string): Error {
  const error = new Error('Stage audit is filled twice.\nmore');
  error.stack = `Error: Stage audit is filled twice.\n    at stage (file://${folder}/compiler/emit/builder.js:10:3)\n    at node:internal/x:1:1`;
  return error;
}

test('says what to do, without a stack or a path', () => {
  const text = internalError(fault('/home/ann/project'));
  expect(text).toMatch(/^mcpgw: Internal error E-[0-9a-f]{8}: Stage audit is filled twice\.\n/);
  expect(text).not.toMatch(/ann|builder\.js|\bat stage/);
});

test('has one code for one fault, wherever it is installed', () => {
  const code = (folder: string) => /E-[0-9a-f]{8}/.exec(internalError(fault(folder)))?.[0];
  expect(code('/a')).toBe(code('/b/c/d'));
  expect(internalError('thrown text')).toContain('thrown text');
});
