// Large answers, on every host that passes them while they come.
import { NODE, OTHERS, onEach, onEachAtOnce } from './hosts.ts';
import { flows } from './suite/flows.ts';
import { slowReader } from './suite/slow-reader.ts';

onEachAtOnce([NODE, ...OTHERS], 'large answers pass', flows);

// Memory is read from /proc; every Node keeps it alike.
const unlike = [NODE, ...OTHERS].filter(({ name }) => name === 'node' || !name.startsWith('node'));

onEach(process.platform === 'linux' ? unlike : [], 'slow readers', slowReader);
