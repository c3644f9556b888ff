// Agents with tokens, on every host.
import { NODE, OTHERS, onEach, onEachAtOnce, WORKERD } from './hosts.ts';
import { tokens } from './suite/tokens.ts';

onEachAtOnce([NODE, ...OTHERS], 'tokens', tokens);
onEach([WORKERD], 'tokens', tokens);
