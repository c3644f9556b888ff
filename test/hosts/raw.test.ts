// Odd HTTP, the same on every host.
import { NODE, OTHERS, onEach } from './hosts.ts';
import { oddRequests } from './suite/raw.ts';

onEach([NODE, ...OTHERS], 'odd HTTP', oddRequests);
