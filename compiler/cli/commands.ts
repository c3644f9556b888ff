// The commands of the program, one line of loading each; what they do stands in a file each.
import type { Command, Flag } from './command.ts';

const format: Flag = {
  name: 'format',
  value: 'FORMAT',
  choices: ['human', 'json'],
  help: 'How findings are printed: human (default) or json.',
};
const denyWarnings: Flag = { name: 'deny-warnings', help: 'Treat warnings as errors.' };

export const commands: readonly Command[] = [
  {
    name: 'check',
    operands: '[FILE]',
    summary: 'Report everything that is wrong with a gateway file.',
    details: ['FILE is gateway.yaml unless given; the files it includes are read too.'],
    flags: [format, denyWarnings],
    most: 1,
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'compile',
    operands: '[FILE]',
    summary: 'Compile a gateway file to one JavaScript file.',
    details: [
      'Writes the bundle, its source map, its licences and its manifest: all four, or none if there are errors.',
      'FILE is gateway.yaml unless given.',
    ],
    flags: [
      {
        name: 'output',
        short: 'o',
        value: 'OUT',
        help: 'The file to write, ending in .mjs: gateway.mjs unless given.',
      },
      { name: 'minify', help: 'Make the bundle as small as can be.' },
      { name: 'check', help: 'Write nothing; fail if the files on disk are not what would be written.' },
      format,
      denyWarnings,
    ],
    most: 1,
    load: async () => (await import('./compile.ts')).compile,
  },
  {
    name: 'test',
    operands: '[FILE…]',
    summary: 'Run policy tests against the compiled bytes.',
    details: ['FILE is tests.yaml unless given.'],
    flags: [{ ...format, help: 'How results are printed: human (default) or json.' }],
    most: Number.POSITIVE_INFINITY,
    load: async () => (await import('./test.ts')).test,
  },
  {
    name: 'key',
    operands: 'NAME',
    summary: 'Make an API key for an agent, and the hash that goes into the gateway file.',
    details: ['The key is shown once and kept nowhere.'],
    flags: [{ ...format, help: 'How the key is printed: human (default) or json.' }],
    most: 1,
    load: async () => (await import('./key.ts')).key,
  },
];
