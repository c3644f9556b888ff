// A new policy in a running gateway, on each kind of host.
import { NODE, OTHERS, onEach } from './hosts.ts';
import { swaps } from './suite/swaps.ts';

const KINDS = [NODE, ...OTHERS.filter(({ name }) => !name.startsWith('node'))];

onEach(KINDS, 'a new bundle', swaps);
