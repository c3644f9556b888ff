// The whole suite on the Node that runs the tests.
import { NODE, onEach } from './hosts.ts';
import { serves } from './suite/serves.ts';
import { survives } from './suite/survives.ts';

onEach([NODE], 'an emitted gateway serves', serves);
onEach([NODE], 'an emitted gateway survives', survives);
