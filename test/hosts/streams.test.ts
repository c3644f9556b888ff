// Memory of streams; /proc is where it is read. More streams than a small pool has connections: none may wait for another.
import { NODE, OTHERS, onEach } from './hosts.ts';
import { streams } from './suite/streams.ts';

// Every Node keeps them alike.
const others = OTHERS.filter(({ name }) => !name.startsWith('node'));

onEach(process.platform === 'linux' ? [NODE, ...others] : [], 'streams', streams);
