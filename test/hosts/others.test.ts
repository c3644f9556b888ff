// The same emitted file on the other hosts.
import { OTHERS, onEachAtOnce } from './hosts.ts';
import { serves } from './suite/serves.ts';
import { survives } from './suite/survives.ts';

onEachAtOnce(OTHERS, 'an emitted gateway serves', serves);
onEachAtOnce(OTHERS, 'an emitted gateway survives', survives);
