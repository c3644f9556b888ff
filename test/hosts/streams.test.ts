// Memory of streams; /proc is where it is read. More streams than a small pool has connections: none may wait for another.
import { NODE, onEach } from './hosts.ts';
import { streams } from './suite/streams.ts';

onEach(process.platform === 'linux' ? [NODE] : [], 'streams', streams);
