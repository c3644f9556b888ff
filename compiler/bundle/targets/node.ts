// Node 20.19 and later.
import { program } from './programs.ts';

export const node = program({ name: 'node', engines: ['node20.19'], here: null });
