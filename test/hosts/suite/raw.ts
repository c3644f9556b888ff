// Odd HTTP on raw sockets: one meaning or a refusal, never two meanings; and nobody may be slow for long.
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonFields, modern, parse, rawExchange } from '../../front/client.ts';
import type { Host } from '../hosts.ts';
import { buildProgram, type Program, type Run, SECRETS } from '../process.ts';
import { until } from './emitted.ts';

/** Small, so that nothing in here takes long. */
const BOUNDS = JSON.stringify({ headMs: 300, bodyMs: 300, bodyBytes: 2000 });

const { body, fields } = modern('tools/call', { name: 'echo' });
const json = JSON.stringify(body);
const common = Object.entries({ ...jsonFields, ...fields }).map(([name, value]) => `${name}: ${value}\r\n`);
const head = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n${common.join('')}`;
const chunked = `${json.length.toString(16)}\r\n${json}\r\n0\r\n\r\n`;

/** What a second, smuggled request would be. */
const smuggled = 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';

const answers = (text: string): number => text.match(/HTTP\/1\.1 (?!100)[0-9]/g)?.length ?? 0;

/** Odd requests on raw sockets, to a small gateway in a process of its own on `host`. */
export function oddRequests(host: Host): void {
  let program: Program;
  let run: Run;
  let port: number;
  beforeAll(async () => {
    program = buildProgram(host);
    run = program.start(['--port', '0'], { ...SECRETS, BOUNDS });
    port = await run.listening();
  });
  afterAll(async () => {
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    program.remove();
  });

  const raw = (text: string | readonly string[], ms = 1000): Promise<string> => rawExchange(port, text, ms);

  /** What the gateway was asked and what it refused, in order. */
  const told = (): { refused?: number }[] =>
    run.out.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  /** Asks for what nobody else here asks for; gives the number of lines when that is told, as all before it is. */
  const mark = async (): Promise<number> => {
    const marks = (): number => told().filter(({ refused }) => refused === 404).length;
    const before = marks();
    await raw('GET /mark HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
    await until(() => marks() > before);
    return told().length;
  };
  /** What `work` gives, and what was told meanwhile. */
  async function during<T>(work: () => Promise<T>): Promise<[T, object[]]> {
    const begun = await mark();
    const given = await work();
    const end = (await mark()) - 1;
    return [given, told().slice(begun, end)];
  }

  describe('what has one meaning is served', () => {
    it.each([
      ['a length', `${head}Content-Length: ${json.length}\r\nConnection: close\r\n\r\n${json}`],
      ['chunks', `${head}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n${chunked}`],
      ['Chunked', `${head}Transfer-Encoding: Chunked\r\nConnection: close\r\n\r\n${chunked}`],
    ])('%s', async (_name, text) => {
      expect(parse(await raw(text)).status).toBe(200);
    });

    it('two requests on one connection get two answers, in order', async () => {
      const one = `${head}Content-Length: ${json.length}\r\n\r\n${json}`;
      const text = await raw(`${one}${smuggled}${one.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')}`);
      expect(answers(text)).toBe(3);
      expect(text.indexOf('"state":"up"')).toBeGreaterThan(text.indexOf('"agent":"ann"'));
    });

    it('a body in many pieces', async () => {
      const pieces = [
        `${head}Content-Length: ${json.length}\r\nConnection: close\r\n\r\n`,
        ...json.match(/.{1,20}/g)!,
      ];
      expect(parse(await raw(pieces)).json().result).toMatchObject({ agent: 'ann' });
    });
  });

  describe('what could have two meanings is refused, once, and the connection ends', () => {
    const length = `Content-Length: ${json.length}\r\n`;
    const table: readonly (readonly [string, string])[] = [
      ['length and chunks', `${head}${length}Transfer-Encoding: chunked\r\n\r\n${chunked}`],
      ['chunks and length', `${head}Transfer-Encoding: chunked\r\n${length}\r\n${chunked}`],
      ['two lengths', `${head}${length}Content-Length: 5\r\n\r\n${json}`],
      ['two equal lengths', `${head}${length}${length}\r\n${json}`],
      ['a list of lengths', `${head}Content-Length: ${json.length}, ${json.length}\r\n\r\n${json}`],
      ['a signed length', `${head}Content-Length: +${json.length}\r\n\r\n${json}`],
      ['a hexadecimal length', `${head}Content-Length: 0x10\r\n\r\n${json}`],
      ['an unknown coding', `${head}Transfer-Encoding: xchunked\r\n\r\n${chunked}`],
      ['two codings', `${head}Transfer-Encoding: gzip, chunked\r\n\r\n${chunked}`],
      ['chunked twice', `${head}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`],
      ['identity', `${head}Transfer-Encoding: identity\r\n${length}\r\n${json}`],
      ['a space before the colon', `${head}Content-Length : ${json.length}\r\n\r\n${json}`],
      ['a folded field', `${head}X-A: b\r\n c\r\n${length}\r\n${json}`],
      ['a bare LF', `${head}X-A: b\n${length}\r\n${json}`],
      ['a bare CR', `${head}X-A: b\rc\r\n${length}\r\n${json}`],
      ['a NUL', `${head}X-A: b\0c\r\n${length}\r\n${json}`],
      ['a bad chunk size', `${head}Transfer-Encoding: chunked\r\n\r\n5x\r\nhello\r\n0\r\n\r\n`],
      ['a bad chunk end', `${head}Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n`],
      ['no HTTP', 'hello\r\n\r\n'],
      ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
      ['another version', head.replace('HTTP/1.1', 'HTTP/1.2')],
      ['two hosts', `${head}Host: 127.0.0.1\r\n${length}\r\n${json}`],
      ['two keys', `${head}X-Api-Key: other\r\n${length}\r\n${json}`],
      ['two authorizations', `${head}${'Authorization: Bearer a\r\n'.repeat(2)}${length}\r\n${json}`],
      ['two origins', `${head}${'Origin: http://127.0.0.1\r\n'.repeat(2)}${length}\r\n${json}`],
      ['two types', `${head}Content-Type: application/json\r\n${length}\r\n${json}`],
      ['no host', `${head.replace('Host: 127.0.0.1\r\n', '')}${length}\r\n${json}`],
      ['an empty name', `${head}: b\r\n${length}\r\n${json}`],
      ['a name with a space', `${head}X A: b\r\n${length}\r\n${json}`],
      ['a chunk with a bare LF', `${head}Transfer-Encoding: chunked\r\n\r\n${chunked.replace('\r\n', '\n')}`],
      ['a negative chunk', `${head}Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n0\r\n\r\n`],
      ['a space in the target', head.replace('/mcp', '/m cp')],
    ];
    it.each(table)('%s', async (_name, text) => {
      const [all, lines] = await during(() => raw(text + smuggled));
      expect(parse(all).status).toBe(400);
      expect(answers(all)).toBe(1);
      expect(lines).toMatchObject([{ refused: 400 }]);
    });

    it.each([
      [
        'an upgrade',
        'GET /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
        400,
      ],
      ['a tunnel', 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n', 405],
      ['an unknown expectation', `${head}Expect: magic\r\nContent-Length: 2\r\n\r\n{}`, 417],
      ['a huge field', `${head}X-A: ${'a'.repeat(17_000)}\r\n\r\n`, 431],
      ['many fields', `${head}${'a: b\r\n'.repeat(250)}\r\n`, 431],
      ['a huge target', `GET /${'a'.repeat(17_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`, 431],
      ['a length over the bound', `${head}Content-Length: 2001\r\n\r\n`, 413],
      [
        'chunks over the bound',
        `${head}Transfer-Encoding: chunked\r\n\r\n800\r\n${'a'.repeat(2048)}\r\n0\r\n\r\n`,
        413,
      ],
    ])('%s: refused by its status, and audited', async (_name, text, status) => {
      const [all, lines] = await during(() => raw(text, 1500));
      expect(parse(all).status).toBe(status);
      expect(lines).toMatchObject([{ refused: status, ip: '127.0.0.1', decision: 'refused' }]);
    });

    it('a duplicate key behind a hundred fields is still seen', async () => {
      const text = `${head}${'a: b\r\n'.repeat(120)}X-Api-Key: other\r\nConnection: close\r\n\r\n`;
      expect(parse(await raw(text)).status).toBe(400);
    });
  });

  describe('100-continue', () => {
    it('is said to whom may send a body', async () => {
      const text = `${head}Expect: 100-continue\r\nContent-Length: ${json.length}\r\nConnection: close\r\n\r\n`;
      const all = await raw([text, json]);
      expect(all).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200/);
    });
    it('is not said to a stranger', async () => {
      const text = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n`;
      const all = await raw(text);
      expect(all).toMatch(/^HTTP\/1\.1 401/);
      expect(all.toLowerCase()).toContain('connection: close');
    });
  });

  describe('a slow client is cut off', () => {
    it('that says nothing', async () => {
      const started = performance.now();
      await raw('', 3000);
      expect(performance.now() - started).toBeLessThan(1500);
    });
    it('that drips its head', async () => {
      const { text, ms } = await drip(port, 'POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n', 'X-Slow: 1\r\n');
      expect(parse(text).status).toBe(408);
      expect(ms).toBeLessThan(1500);
    });
    it('that drips its body', async () => {
      const slowly = () => drip(port, `${head}Content-Length: ${json.length}\r\n\r\n`, ' ');
      const [{ text, ms }, lines] = await during(slowly);
      expect(parse(text).status).toBe(408);
      expect(ms).toBeLessThan(1500);
      expect(lines).toMatchObject([{ refused: 408 }]);
    });
  });
}

/** Sends `start`, then `more` every 40 ms until the other end has had enough. */
function drip(port: number, start: string, more: string): Promise<{ text: string; ms: number }> {
  return new Promise((resolve) => {
    const started = performance.now();
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.write(start);
    const timer = setInterval(() => socket.write(more), 40);
    const limit = setTimeout(() => socket.destroy(), 3000);
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(timer);
      clearTimeout(limit);
      resolve({ text, ms: performance.now() - started });
    });
  });
}
