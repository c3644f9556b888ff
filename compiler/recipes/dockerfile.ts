// Recipe for an image: built and tested inside, run without shell, root or a writable disk where nothing needs them.
import { checks, compile } from './commands.ts';
import type { Facts } from './facts.ts';

export function dockerfile(facts: Facts): string {
  const [check, test] = checks(facts);
  return `# syntax=docker/dockerfile:1
# The gateway ${facts.title}. Needs mcpgw in package.json (npm install --save-dev mcpgw).
#   docker build -t ${facts.name} .
#   docker run ${runFlags(facts).join(' ')} ${facts.name}
${remarks(facts)}FROM node:22-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN ${check?.run}
RUN ${test?.run}
RUN ${compile(facts, '/out/gateway.mjs')}

${facts.spawns ? withPrograms : distroless}WORKDIR /app
COPY --from=build /out/ ./
USER 65532:65532
EXPOSE ${facts.innerPort}
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD [${JSON.stringify(node(facts))}, "-e", "${probe(facts)}"]
ENTRYPOINT [${JSON.stringify(node(facts))}, "gateway.mjs", "--host", "0.0.0.0", "--port", "${facts.innerPort}"]
`;
}

const distroless = 'FROM gcr.io/distroless/nodejs22-debian12:nonroot\n';
// A child gets PATH and HOME; npx keeps what it fetches below HOME.
const withPrograms = `# It starts programs of its own, so there must be something to start: install them here rather than at each start.
FROM node:22-slim
ENV HOME=/tmp
`;

function node({ spawns }: Facts): string {
  return spawns ? '/usr/local/bin/node' : '/nodejs/bin/node';
}

function probe({ innerPort }: Facts): string {
  return `fetch('http://127.0.0.1:${innerPort}/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
}

function runFlags(facts: Facts): readonly string[] {
  return [
    '--read-only --cap-drop=ALL --security-opt=no-new-privileges --stop-timeout=40',
    ...(facts.spawns ? ['--tmpfs /tmp:exec'] : []),
    `-p 127.0.0.1:${facts.port || facts.innerPort}:${facts.innerPort}`,
    ...facts.environment.filter(({ optional }) => !optional).map(({ name }) => `-e ${name}`),
    ...facts.files.map((file) => `-v "${inFolder(file, '$PWD/')}:${inFolder(file, '/app/')}:ro"`),
  ];
}

function inFolder(file: string, folder: string): string {
  const path = file.replace(/["\\$`]/g, '\\$&');
  return path.startsWith('/') ? path : `${folder}${path.replace(/^\.\//, '')}`;
}

function remarks({ names, environment, reaches }: Facts): string {
  const optional = environment.filter((one) => one.optional).map(({ name }) => name);
  const hosts = reaches.map(({ host, port }) => `${host}:${port}`);
  return [
    ...(names.length === 0
      ? [
          '# Callers reach it by address only: for a name add it to `listen.hosts`, in the file or in an overlay.',
        ]
      : []),
    ...(optional.length === 0 ? [] : [`# May be set too: ${optional.join(', ')}.`]),
    ...(hosts.length === 0 ? [] : [`# It reaches ${hosts.join(', ')}.`]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
