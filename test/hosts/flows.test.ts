// Large answers, on every host that passes them while they come.
import { NODE, OTHERS, onEachAtOnce } from './hosts.ts';
import { flows } from './suite/flows.ts';

onEachAtOnce([NODE, ...OTHERS], 'large answers pass', flows);
