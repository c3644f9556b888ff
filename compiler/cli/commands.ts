// The commands of the program, one line of loading each; what they do stands in a file each.
import type { Command, Flag } from './command.ts';
import { formatFlag } from './formats.ts';
import { recipeNames } from './recipe-names.ts';
import { targetFlag } from './target.ts';

const format = formatFlag(['human', 'plain', 'json', 'sarif', 'junit', 'github'], 'findings');
const denyWarnings: Flag = { name: 'deny-warnings', help: 'Treat warnings as errors.' };
const from: Flag = {
  name: 'from',
  value: 'DIALECT',
  choices: ['cel-js'],
  help: 'Warn where a condition means something else than in the npm package cel-js.',
};
const overlay: Flag = {
  name: 'with',
  value: 'OVERLAY',
  repeats: true,
  help: 'A file with what one environment has of its own; may be repeated, a later one wins.',
};

export const commands: readonly Command[] = [
  {
    name: 'init',
    operands: '[FOLDER]',
    summary: 'Write a gateway file and its tests, new or from the mcp.json of a client.',
    details: [
      'FOLDER is this one unless given. Nothing is overwritten without --force.',
      '--from reads mcpServers or servers, as Claude Desktop, Cursor, VS Code and others write them.',
      'Secrets in it become { env: NAME }; the variables to set are listed.',
    ],
    examples: [
      ['mcpgw init', 'a gateway with one server to begin with'],
      ['mcpgw init gateway --from .vscode/mcp.json', 'the servers that VS Code has'],
    ],
    flags: [
      { name: 'from', value: 'FILE', help: 'The mcp.json (or settings.json) to take servers from.' },
      { name: 'name', value: 'NAME', help: "The gateway's name: the folder's unless given." },
      { name: 'force', help: 'Overwrite gateway.yaml and tests.yaml.' },
    ],
    completes: 'folders',
    most: 1,
    load: async () => (await import('./init.ts')).init,
  },
  {
    name: 'check',
    operands: '[FILE]',
    summary: 'Report everything that is wrong with a gateway file.',
    details: ['FILE is gateway.yaml unless given; the files it includes are read too.'],
    examples: [
      ['mcpgw check', 'gateway.yaml of this folder'],
      ['mcpgw check --with env/prod.yaml --deny-warnings', 'as production has it, for CI'],
      ['mcpgw check --format github --format sarif=check.sarif', 'annotations, and a file for code scanning'],
    ],
    flags: [overlay, targetFlag, from, format, denyWarnings],
    completes: 'files',
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
    examples: [
      ['mcpgw compile', 'gateway.yaml to gateway.mjs'],
      ['mcpgw compile --with env/prod.yaml -o out/gateway.mjs', 'for production'],
      ['mcpgw compile --target workers', 'for a Worker: the file is what it runs'],
      ['mcpgw compile --workers --watch-bundle', 'for node gateway.mjs --workers auto --watch-bundle'],
      ['mcpgw compile --check', 'is gateway.mjs what the sources give?'],
    ],
    flags: [
      {
        name: 'output',
        short: 'o',
        value: 'OUT',
        help: 'The file to write, ending in .mjs: gateway.mjs unless given.',
      },
      overlay,
      targetFlag,
      { name: 'minify', help: 'Make the bundle as small as can be.' },
      { name: 'watch-bundle', help: 'Let the bundle take --watch-bundle: a new file while it serves.' },
      { name: 'workers', help: 'Let the bundle take --workers N: it serves by several processes.' },
      { name: 'check', help: 'Write nothing; fail if the files on disk are not what would be written.' },
      format,
      denyWarnings,
    ],
    completes: 'files',
    most: 1,
    load: async () => (await import('./compile.ts')).compile,
  },
  {
    name: 'dev',
    operands: '[FILE]',
    summary: 'Compile and serve; what is saved and checks clean is live.',
    details: [
      'FILE is gateway.yaml unless given. It, what it includes and overlays are watched: no call and no session is lost',
      'when a change goes live, and one with errors is reported while the gateway goes on with what it has.',
      'Each call is a line: agent, tool, decision, rule with its place, milliseconds. Ctrl-C ends it all.',
    ],
    examples: [
      ['mcpgw dev', 'gateway.yaml of this folder'],
      ['mcpgw dev --with env/local.yaml --port 8081', 'as this machine has it, on another port'],
    ],
    flags: [overlay, { name: 'port', value: 'N', help: 'Listen on this port, 0 for any free one.' }],
    completes: 'files',
    most: 1,
    load: async () => (await import('./dev.ts')).dev,
  },
  {
    name: 'test',
    operands: '[FILE…]',
    summary: 'Run policy tests against the compiled bytes.',
    details: [
      'FILE is tests.yaml unless given. Several files run at a time.',
      'A suite reads its own folder and the gateway file straight above it; more must be allowed.',
      'Exit status: 0 all passed, 1 a test failed, none ran or too little is reached, 2 wrong usage or an unreadable file.',
    ],
    examples: [
      ['mcpgw test', 'tests.yaml of this folder'],
      ['mcpgw test --with env/prod.yaml a.yaml b.yaml', 'two files, with the limits of production'],
      ['mcpgw test --filter refund --watch', 'some tests, again on each change'],
      ['mcpgw test --format junit=out.xml --format human', 'for CI and for people'],
      ['mcpgw test --min 90 --format lcov=lcov.info', 'fails where less than 90 % is reached'],
      ['mcpgw test --mutate', 'would the tests notice a mistake?'],
      ['mcpgw test --bootstrap gateway.yaml', 'a first tests.yaml, to read and correct'],
    ],
    flags: [
      overlay,
      {
        name: 'filter',
        value: 'PATTERN',
        help: 'Only tests whose “suite > name” holds this text; * is any run of characters.',
      },
      { name: 'watch', help: 'Run again whenever a file changes.' },
      {
        name: 'coverage',
        help: 'Tell which rules, parts of conditions and limits the tests reach, and which they do not.',
      },
      {
        name: 'min',
        value: 'PERCENT',
        help: 'Fail where the tests reach less of a gateway; with --mutate, where they notice less.',
      },
      {
        name: 'bootstrap',
        value: 'GATEWAY',
        help: 'Write FILE: for each rule of this gateway a call that it decides and a near one that it does not.',
      },
      {
        name: 'mutate',
        help: 'Tell which small mistakes in the gateway file no test notices; fail if there are any.',
      },
      {
        name: 'mutants',
        value: 'N',
        help: 'Mistakes that are tried of one gateway at most: 500 unless given.',
      },
      { name: 'update', help: 'Write the audit goldens that tests name, instead of comparing with them.' },
      {
        name: 'allow-read',
        value: 'PATH',
        repeats: true,
        help: 'A file or folder that suites may read beside their own; may be repeated.',
      },
      formatFlag(['human', 'plain', 'json', 'sarif', 'junit', 'tap', 'github', 'lcov'], 'results'),
    ],
    completes: 'files',
    most: Number.POSITIVE_INFINITY,
    load: async () => (await import('./test.ts')).test,
  },
  {
    name: 'lock',
    operands: '[FILE]',
    summary: 'Write down what the servers offer, to be reviewed: tools.lock.json.',
    details: [
      'FILE is gateway.yaml unless given. Every server is asked, with the credentials the gateway has.',
      'Of a server that cannot be reached the lock keeps what it has; the exit code is 1 then.',
    ],
    examples: [
      ['mcpgw lock', 'take the lock anew, then review the diff in Git'],
      ['mcpgw lock --check', 'in CI: what changed since, exit code 1 if it breaks something'],
    ],
    flags: [
      overlay,
      { name: 'check', help: 'Write nothing; show what changed, and fail if it breaks agents or policies.' },
      format,
    ],
    completes: 'files',
    most: 1,
    load: async () => (await import('./lock.ts')).lock,
  },
  {
    name: 'why',
    operands: 'AGENT TOOL [ARGS…]',
    summary: 'Explain the decision of one call: rules, values, limits, route, and what would turn it.',
    details: [
      'ARGS is a JSON object, or words as key=value. AGENT is one of the gateway or of the agents of the tests, or anonymous',
      'for a call without a credential.',
      'What tools, prompts and resources are is read from the backends of the tests; else the specification’s defaults hold.',
      'Exit status: 0 explained, whatever was decided; 1 findings; 2 wrong usage or unreadable input.',
    ],
    examples: [
      ['mcpgw why ann pay__refund amount=5000', 'may ann refund 5000, and if not, why?'],
      ['mcpgw why ci repo__push \'{"branch":"main"}\' --at 2026-11-20T19:00:00Z', 'in the evening'],
      ['mcpgw why ci generate_code --down coder-a', 'who would serve it if coder-a were down'],
      ['mcpgw why --claims \'{"sub":"ann","team":"pay"}\' pay__refund amount=50', 'whoever has such a token'],
      ['mcpgw why ann --prompt docs__summarize topic=limits', 'may ann get this prompt?'],
      ['mcpgw why ann --resource docs://guide/start', 'may ann read this resource?'],
      ['mcpgw why --audit 6f1c-2a --log audit.ndjson amount=5000', 'a call that was recorded'],
    ],
    flags: [
      { name: 'gateway', value: 'FILE', help: 'The gateway file: gateway.yaml unless given.' },
      overlay,
      {
        name: 'tests',
        value: 'FILE',
        help: 'A test file that says what the tools are: tests.yaml beside it.',
      },
      { name: 'prompt', value: 'NAME', help: 'Ask for this prompt in the place of a tool.' },
      { name: 'resource', value: 'URI', help: 'Ask for this resource in the place of a tool.' },
      {
        name: 'claims',
        value: 'JSON',
        help: 'Ask with a token that has these claims, in the place of an agent.',
      },
      {
        name: 'issuer',
        value: 'URL',
        help: 'Whose token it is, with --claims: the only issuer unless given.',
      },
      {
        name: 'down',
        value: 'SERVER',
        repeats: true,
        help: 'Tell what would become of the call if this server were down; may be repeated.',
      },
      { name: 'at', value: 'TIME', help: 'The time of the call, as 2026-11-20T09:00:00Z: now unless given.' },
      {
        name: 'audit',
        value: 'REFERENCE',
        help: 'Agent, tool and time of a recorded call; operands are its ARGS.',
      },
      {
        name: 'log',
        value: 'FILE',
        help: 'The audit log with it, - for standard input: audit.ndjson unless given.',
      },
      formatFlag(['human', 'json'], 'answers'),
    ],
    completes: 'nothing',
    most: Number.POSITIVE_INFINITY,
    load: async () => (await import('./why.ts')).why,
  },
  {
    name: 'graph',
    operands: '[FILE]',
    summary: 'Draw which ways calls can go: servers, routes and chains.',
    details: ['FILE is gateway.yaml unless given. Mermaid is what GitHub and GitLab draw in Markdown.'],
    examples: [
      ['mcpgw graph', 'as a tree'],
      ['mcpgw graph --with env/prod.yaml --format mermaid', 'as production has it, for a document'],
    ],
    flags: [overlay, formatFlag(['tree', 'mermaid', 'json'], 'ways')],
    completes: 'files',
    most: 1,
    load: async () => (await import('./graph.ts')).graph,
  },
  {
    name: 'fmt',
    operands: '[FILE…]',
    summary: 'Lay out gateway and test files in one way; what they mean, comments and order stay.',
    details: [
      'Without FILE: gateway.yaml, the files it includes, and tests.yaml.',
      'Spaces, indentation and blank lines are made alike. A file that would not mean the same is left as it is.',
    ],
    examples: [
      ['mcpgw fmt', 'the files of this folder'],
      ['mcpgw fmt --check', 'are they laid out so? For CI'],
    ],
    flags: [
      { name: 'check', help: 'Write nothing; list the files that would change, and fail if there are any.' },
    ],
    completes: 'files',
    most: Number.POSITIVE_INFINITY,
    load: async () => (await import('./fmt.ts')).fmt,
  },
  {
    name: 'key',
    operands: 'NAME',
    summary: 'Make an API key for an agent, and the hash that goes into the gateway file.',
    details: ['The key is shown once and kept nowhere.'],
    examples: [['mcpgw key support-bot', 'a key for the agent support-bot']],
    flags: [
      {
        name: 'format',
        value: 'FORMAT',
        choices: ['human', 'json'],
        help: 'How the key is printed: human (default) or json.',
      },
    ],
    completes: 'nothing',
    most: 1,
    load: async () => (await import('./key.ts')).key,
  },
  {
    name: 'recipe',
    operands: 'NAME [FILE]',
    summary: 'Print a file that checks, builds or runs this gateway somewhere.',
    details: [
      `NAME is one of ${recipeNames.join(', ')}.`,
      'FILE is gateway.yaml unless given: ports, secrets and what it reaches come from it.',
    ],
    examples: [
      ['mcpgw recipe dockerfile > Dockerfile', 'an image of the gateway'],
      ['mcpgw recipe kubernetes --with env/prod.yaml > gateway.k8s.yaml', 'as production has it'],
    ],
    flags: [overlay],
    completes: recipeNames,
    most: 2,
    load: async () => (await import('./recipe.ts')).recipe,
  },
  {
    name: 'completion',
    operands: 'SHELL',
    summary: 'Print a script that completes commands and flags, for bash, zsh or fish.',
    details: [],
    examples: [
      ['source <(mcpgw completion bash)', 'in ~/.bashrc'],
      ['source <(mcpgw completion zsh)', 'in ~/.zshrc, after compinit'],
      ['mcpgw completion fish | source', 'in ~/.config/fish/config.fish'],
    ],
    flags: [],
    completes: ['bash', 'zsh', 'fish'],
    most: 1,
    load: async () => (await import('./completion.ts')).completion,
  },
];
