// What the own servers of Deno and Bun make of odd and slow requests: why the gateway serves over node:http there too.
// node test/hosts/native.mjs [--seconds 20] prints, for each, what the server answered, whether its handler was asked, and
// after how many seconds a slow client was cut off. The handler is all that a gateway would see: it could refuse and audit.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } });
const installed = (path) => fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url));

/** Answers with what it saw. `ask` counts; the body is read, as a gateway would. */
const handler = `async (request) => {
  if (request.url.endsWith('/asked')) return new Response(String(asked));
  asked++;
  await request.bytes();
  return new Response(JSON.stringify([...request.headers]));
}`;
const options = `hostname: '127.0.0.1', port: 0`;
const SERVERS = {
  'Deno.serve': {
    command: [installed('deno/deno'), 'eval', '--quiet'],
    code: `let asked = 0; Deno.serve({ ${options}, onListen: ({ port }) => console.log(port) }, ${handler});`,
  },
  'Bun.serve': {
    command: [installed('bun/bin/bun.exe'), '-e'],
    code: `let asked = 0; console.log(Bun.serve({ ${options}, maxRequestBodySize: 2000, fetch: ${handler} }).port);`,
  },
};

const head = 'POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n';
const body = 'Content-Length: 2\r\n\r\n{}';
/** Each with the status that the gateway gives it on every host. */
const ODD = [
  ['a bare LF', 400, `${head}X-A: b\n${body}`],
  ['no host', 400, `POST /mcp HTTP/1.1\r\n${body}`],
  ['two hosts', 400, `${head}Host: 127.0.0.1\r\n${body}`],
  ['two authorizations', 400, `${head}Authorization: Bearer a\r\nAuthorization: Bearer b\r\n${body}`],
  ['two content types', 400, `${head}Content-Type: a/b\r\nContent-Type: c/d\r\n${body}`],
  ['two equal lengths', 400, `${head}Content-Length: 2\r\n${body}`],
  [
    'length and chunks',
    400,
    `${head}Transfer-Encoding: chunked\r\nContent-Length: 7\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
  ],
  ['two codings', 400, `${head}Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`],
  ['a space before the colon', 400, `${head}X-A : b\r\n${body}`],
  ['a folded field', 400, `${head}X-A: b\r\n c\r\n${body}`],
  ['a bad chunk size', 400, `${head}Transfer-Encoding: chunked\r\n\r\n2x\r\n{}\r\n0\r\n\r\n`],
  ['a field of 17 KB', 431, `${head}X-A: ${'a'.repeat(17_000)}\r\n${body}`],
  ['250 fields', 431, `${head}${'a: b\r\n'.repeat(250)}${body}`],
  ['an unknown expectation', 417, `${head}Expect: magic\r\n${body}`],
  ['an upgrade', 400, `GET /mcp HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`],
  ['a tunnel', 405, 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n'],
];
const SLOW = [
  ['that says nothing', '', ''],
  ['that drips its head', head, 'X-Slow: 1\r\n'],
  ['that drips its body', `${head}Content-Length: 1000\r\n\r\n`, ' '],
];

/** Sends `text`, then `more` every half second; what came, and after how many seconds the server closed. */
async function exchange(port, text, more, seconds) {
  const socket = connect(port, '127.0.0.1');
  const begun = performance.now();
  let received = '';
  let closed = true;
  socket
    .on('error', () => {})
    .on('data', (chunk) => {
      received += chunk;
    });
  socket.write(text);
  const timer = setInterval(() => socket.write(more), 500);
  const limit = setTimeout(() => {
    closed = false;
    socket.destroy();
  }, seconds * 1000);
  await once(socket, 'close');
  clearInterval(timer);
  clearTimeout(limit);
  return {
    status: /^HTTP\/1\.1 (\d+)/.exec(received)?.[1] ?? 'nothing',
    closed: closed ? (performance.now() - begun) / 1000 : null,
  };
}

for (const [name, { command, code }] of Object.entries(SERVERS)) {
  const child = spawn(command[0], [...command.slice(1), code], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  const port = Number(line);
  const asked = async () => Number(await (await fetch(`http://127.0.0.1:${port}/asked`)).text());
  console.log(`\n${name}`);
  for (const [what, status, text] of ODD) {
    const before = await asked();
    const got = await exchange(port, text, '', 0.5);
    const seen = (await asked()) > before ? 'asked' : 'never asked: no audit record, no words of the gateway';
    console.log(
      `  ${what.padEnd(26)} ${got.status} where the gateway says ${status}; its handler was ${seen}`,
    );
  }
  const slow = await Promise.all(
    SLOW.map(([, text, more]) => exchange(port, text, more, Number(values.seconds))),
  );
  for (const [at, { closed }] of slow.entries())
    console.log(
      `  a client ${SLOW[at][0].padEnd(22)} ${closed === null ? `not closed in ${values.seconds} s` : `closed after ${closed.toFixed(1)} s`}`,
    );
  child.kill();
}
