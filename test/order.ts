// The order of test files: those that take longest first, so that no core is idle at the end. What is wrong here costs time only.
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LONGEST = [
  'package/package',
  'hosts/others',
  'hosts/crew',
  'hosts/flows',
  'hosts/streams',
  'hosts/main',
  'fidelity/fidelity',
  'hosts/swap',
  'cli/compile',
  'conformance/mcp/quick',
  'cli/lock',
  'cli/why',
  'hosts/raw',
  'lock/drift',
  'examples/quickstart',
  'hosts/workers',
  'servers/stdio',
  'init/pieces',
  'examples/ten-servers',
  'hosts/wires',
  'testing/mutation',
  'hosts/node',
  'hosts/ways',
  'cli/overlay',
  'servers/faults',
  'testing/bootstrap',
  'tasks/bridge',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const name = relative(import.meta.dirname, moduleId).replace(/\.test\.ts$/, '');
      return LONGEST.indexOf(name) + 1 || LONGEST.length + 1;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
