// The same emitted file on the other hosts.
import { OTHERS, onEach } from './hosts.ts';
import { serves } from './suite/serves.ts';
import { survives } from './suite/survives.ts';

onEach(OTHERS, 'an emitted gateway serves', serves);
onEach(OTHERS, 'an emitted gateway survives', survives);
