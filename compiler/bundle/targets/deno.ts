// Deno 2.
import { code } from '../../emit/code.ts';
import { program } from './programs.ts';

export const deno = program({
  name: 'deno',
  engines: ['deno2'],
  here: code`globalThis.Deno !== undefined`,
});
