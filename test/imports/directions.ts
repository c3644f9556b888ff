// Which room may import which, as data, each with its reason. imports.test.ts holds the code to it.

export interface Layer {
  /** A folder or file below the repository's root. The longest that fits a file is its layer. */
  readonly path: string;
  /** Layers it may import, beside itself. */
  readonly may: readonly string[];
  /** Packages and `node:` modules it may import; a trailing `*` is any. */
  readonly packages: readonly string[];
  readonly because: string;
}

const CONTRACT = 'runtime/contract';
const PROTOCOL = 'runtime/protocol';

const room = (name: string, packages: readonly string[] = []): Layer => ({
  path: `runtime/${name}`,
  may: ['runtime/state', PROTOCOL, CONTRACT],
  packages,
  because:
    'rooms of the runtime are joined only by the generated entry, so that what a gateway does not use is not in its file',
});

export const RUNTIME: readonly Layer[] = [
  { path: CONTRACT, may: [], packages: [], because: 'the types that rooms share import nothing' },
  {
    path: PROTOCOL,
    may: [CONTRACT],
    packages: [],
    because: 'the protocol is pure functions over bytes, on every host',
  },
  {
    path: 'runtime/cel/regex/re2',
    may: [],
    packages: [],
    because: 'the compiler runs it too, so it may bring nothing of the runtime with it',
  },
  {
    path: 'runtime/cel',
    may: ['runtime/cel/regex/re2', CONTRACT],
    packages: [],
    because: 'generated conditions are pure, on every host',
  },
  {
    path: 'runtime/lock/canonical.ts',
    may: [],
    packages: [],
    because: 'the compiler runs it too, so it may bring nothing of the runtime with it',
  },
  {
    path: 'runtime/state',
    may: [PROTOCOL, CONTRACT],
    packages: [],
    because: 'stores know counts, not what they count',
  },
  {
    path: 'runtime/seal',
    may: [CONTRACT],
    packages: ['node:crypto'],
    because: 'what travels through clients is sealed in one way, whoever gives it to them',
  },
  { ...room('asks'), may: ['runtime/gateway', 'runtime/seal', PROTOCOL, CONTRACT] },
  { ...room('tasks'), may: ['runtime/gateway', 'runtime/seal', PROTOCOL, CONTRACT] },
  room('access'),
  {
    path: 'runtime/agents/identify.ts',
    may: [CONTRACT],
    packages: [],
    because: 'the compiler runs it too, so it may bring nothing of the runtime with it',
  },
  { ...room('agents', ['jose']), may: ['runtime/agents/identify.ts', 'runtime/state', PROTOCOL, CONTRACT] },
  room('catalog'),
  { ...room('completion'), may: ['runtime/gateway', PROTOCOL, CONTRACT] },
  room('failover'),
  room('limits'),
  { ...room('news'), may: ['runtime/gateway', PROTOCOL, CONTRACT] },
  { ...room('lock'), may: ['runtime/lock/canonical.ts', 'runtime/state', PROTOCOL, CONTRACT] },
  room('servers', ['node:child_process', 'undici/lib/dispatcher/pool.js']),
  room('routes'),
  room('telemetry'),
  {
    path: 'runtime/gateway',
    may: [PROTOCOL, CONTRACT],
    packages: [],
    because: 'the page of stages receives its stages as values; it names none of them',
  },
  {
    path: 'runtime/gateway.ts',
    may: ['runtime/gateway', PROTOCOL, CONTRACT],
    packages: [],
    because: 'the page of stages receives its stages as values; it names none of them',
  },
  {
    path: 'runtime/front',
    may: ['runtime/gateway', 'runtime/seal', PROTOCOL, CONTRACT],
    packages: ['node:crypto'],
    because: 'HTTP comes in here and goes on as one admitted message',
  },
  {
    path: 'runtime/hosts',
    may: ['runtime/front', PROTOCOL, CONTRACT],
    packages: ['node:*'],
    because:
      'a host is a thin adapter; what it is given (backends, processes) comes through the generated entry',
  },
];

const DIAGNOSTICS = 'compiler/diagnostics';
const SOURCE = 'compiler/source';
const SCHEMA = 'compiler/schema';
const POINTER = 'compiler/schema/pointer.ts';
const EMIT = 'compiler/emit';
const VERSION = 'compiler/version.ts';
const CANONICAL = 'runtime/lock/canonical.ts';
const IDENTIFY = 'runtime/agents/identify.ts';
const LOCK = 'compiler/lock';
const RE2 = 'runtime/cel/regex/re2';

export const COMPILER: readonly Layer[] = [
  { path: DIAGNOSTICS, may: [], packages: [], because: 'a finding is known to all and knows nobody' },
  { path: SOURCE, may: [DIAGNOSTICS], packages: ['yaml', 'node:*'], because: 'nothing else reads files' },
  {
    path: EMIT,
    may: [DIAGNOSTICS],
    packages: ['node:*'],
    because: 'code is a value; it does not know the language',
  },
  {
    path: SCHEMA,
    may: [SOURCE, DIAGNOSTICS],
    packages: ['node:*'],
    because: 'validation speaks of places in a document',
  },
  {
    path: POINTER,
    may: [],
    packages: [],
    because: 'what a reference in a schema leads to is the same for its lock and for the types of CEL: pure',
  },
  {
    path: RE2,
    may: [],
    packages: [],
    because:
      'what a pattern means is one piece of code, whether it is known at compile or only at run time: pure, and the only one that both sides run',
  },
  {
    path: 'runtime/cel',
    may: [RE2],
    packages: [],
    because: 'the functions of CEL, which work out at compile what is constant: pure',
  },
  {
    path: CANONICAL,
    may: [],
    packages: [],
    because: 'compiler and gateway hash a definition alike or not at all: one piece of code, pure',
  },
  {
    path: IDENTIFY,
    may: [],
    packages: [],
    because: 'whom the claims of a token name is one piece of code, for who calls and for who asks why: pure',
  },
  {
    path: LOCK,
    may: [CANONICAL, 'compiler/cel/regex', POINTER, SCHEMA, SOURCE, EMIT, DIAGNOSTICS],
    packages: ['node:*', 'ajv/dist/*'],
    because: 'a lock is a file with hashes and schemas; it does not know the language',
  },
  {
    path: 'compiler/cel/regex',
    may: [RE2, EMIT],
    packages: [],
    because: 'a pattern becomes code; it does not know the expression around it',
  },
  {
    path: 'compiler/cel',
    may: ['compiler/cel/regex', 'runtime/cel', POINTER, SOURCE, EMIT, DIAGNOSTICS],
    packages: [],
    because:
      'CEL knows expressions, not the gateway; what is constant is worked out by the very functions that would do so at run time',
  },
  {
    path: 'compiler/language',
    may: ['compiler/cel', LOCK, SCHEMA, SOURCE, EMIT, DIAGNOSTICS],
    packages: [],
    because: 'each key of the language is a room over CEL, schema and code',
  },
  {
    path: 'compiler/analysis',
    may: ['compiler/language', LOCK, 'compiler/cel', DIAGNOSTICS],
    packages: [],
    because: 'what is said of the whole model is read from models, and changes nothing in them',
  },
  {
    path: 'compiler/graph',
    may: ['compiler/language', DIAGNOSTICS],
    packages: [],
    because: 'a drawing is text made from models',
  },
  {
    path: 'compiler/bundle',
    may: [EMIT, DIAGNOSTICS],
    packages: ['esbuild', 'node:*'],
    because: 'a bundle is made of modules and needs; it does not know the language',
  },
  {
    path: VERSION,
    may: [],
    packages: ['node:fs'],
    because: 'the version stands in package.json and nowhere else',
  },
  {
    path: 'compiler/pipeline.ts',
    may: [
      'compiler/analysis',
      'compiler/bundle',
      'compiler/language',
      LOCK,
      'compiler/cel',
      SCHEMA,
      SOURCE,
      EMIT,
      DIAGNOSTICS,
      VERSION,
    ],
    packages: ['node:*'],
    because: 'all phases stand on one page',
  },
  {
    path: 'compiler/testing',
    may: [
      IDENTIFY,
      'compiler/pipeline.ts',
      'compiler/bundle',
      'compiler/language',
      LOCK,
      'compiler/cel',
      SCHEMA,
      SOURCE,
      EMIT,
      DIAGNOSTICS,
    ],
    packages: ['node:*'],
    because: 'policy tests compile, then run the bytes',
  },
  {
    path: 'compiler/locking',
    may: ['compiler/pipeline.ts', 'compiler/bundle', LOCK, SOURCE, DIAGNOSTICS],
    packages: ['node:*'],
    because: 'a lock is taken by the emitted client; compiling it is the pipeline',
  },
  {
    path: 'compiler/index.ts',
    may: [
      'compiler/testing',
      'compiler/locking',
      'compiler/graph',
      'compiler/pipeline.ts',
      'compiler/bundle',
      'compiler/language',
      SCHEMA,
      SOURCE,
      EMIT,
      DIAGNOSTICS,
    ],
    packages: ['node:*'],
    because: 'the public API',
  },
  {
    path: 'compiler/init',
    may: [SOURCE, DIAGNOSTICS],
    packages: [],
    because: 'a first gateway is text made from text; the command checks and writes it',
  },
  {
    path: 'compiler/recipes',
    may: [SCHEMA, SOURCE],
    packages: ['node:path'],
    because: 'a recipe is text made from what a gateway needs',
  },
  {
    path: 'compiler/cli',
    may: [
      'compiler/index.ts',
      'compiler/testing',
      'compiler/graph',
      'compiler/init',
      'compiler/recipes',
      SOURCE,
      DIAGNOSTICS,
      VERSION,
    ],
    packages: ['node:*'],
    because: 'a command parses its arguments, asks the API and prints',
  },
];
