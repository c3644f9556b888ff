// Bun 1, whose engine esbuild has no name for.
import { code } from '../../emit/code.ts';
import { program } from './programs.ts';

export const bun = program({ name: 'bun', engines: ['es2023'], here: code`globalThis.Bun !== undefined` });
