// The order of test files: those that take longest first, so that no core is idle at the end. What is wrong here costs time only.
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LONGEST = [
  'package/package',
  'cli/why',
  'hosts/flows',
  'hosts/others',
  'hosts/crew',
  'hosts/streams',
  'testing/mutation',
  'hosts/main',
  'hosts/swap',
  'examples/coverage',
  'testing/reports',
  'cel/property',
  'servers/stdio',
  'hosts/workers',
  'cli/lock',
  'hosts/raw',
  'hosts/node',
  'cli/compile',
  'hosts/wires',
  'testing/bootstrap',
  'servers/http',
  'testing/run',
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
