// Large answers, on every host that passes them while they come.
import { NODE, OTHERS, onEach, onEachAtOnce } from './hosts.ts';
import { flows } from './suite/flows.ts';
import { slowReader } from './suite/slow-reader.ts';

// Every Node passes them, and keeps memory, alike: it is the bundle that does.
const unlike = [NODE, ...OTHERS].filter(({ name }) => name === 'node' || !name.startsWith('node'));

onEachAtOnce(unlike, 'large answers pass', flows);

// Memory is read from /proc.
onEach(process.platform === 'linux' ? unlike : [], 'slow readers', slowReader);
