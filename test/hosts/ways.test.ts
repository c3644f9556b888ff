// Which way calls go, on Node, Deno and Bun: the same suite over the same emitted file.
import { NODE, OTHERS, onEach } from './hosts.ts';
import { ways } from './suite/ways.ts';

const others = OTHERS.filter(({ name }) => name === 'deno' || name === 'bun');

onEach([NODE, ...others], 'an emitted gateway finds its way', ways);
