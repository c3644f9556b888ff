// Tasks over real connections, on every host but the Node that runs the tests: test/tasks/ has that one.
import { OTHERS, onEachAtOnce } from './hosts.ts';
import { tasks } from './suite/tasks.ts';

onEachAtOnce(OTHERS, 'tasks are carried', tasks);
