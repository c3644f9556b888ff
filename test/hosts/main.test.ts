// A bundle as a program: its options, what it says when it cannot start, its signals, and what it leaves behind.
import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonFields, modern, parse, rawExchange } from '../front/client.ts';
import { type Host, NODE, OTHERS, onEachAtOnce } from './hosts.ts';
import { buildProgram, type Program, SECRETS } from './process.ts';

/** Arguments, variables, and what is said. */
type Misused = readonly [readonly string[], Readonly<Record<string, string>>, string];

onEachAtOnce([NODE, ...OTHERS], 'a bundle as a program', (host: Host) => {
  let program: Program;
  beforeAll(() => {
    program = buildProgram(host);
  });
  afterAll(() => program.remove());

  describe('options', () => {
    it('--version names the policy, and needs no secrets', async () => {
      const run = program.start(['--version'], {});
      expect(await run.ended).toBe(0);
      expect(run.out.stdout).toBe(`acme\npolicy ${'f'.repeat(64)}\ncompiler 0.1.0\n`);
    });
    it('--version and --help do not care about PORT', async () => {
      for (const option of ['--version', '--help', '-h']) {
        expect(await program.start([option], { PORT: 'http' }).ended, option).toBe(0);
      }
    });
    it('--help explains', async () => {
      const run = program.start(['--help'], {});
      expect(await run.ended).toBe(0);
      expect(run.out.stdout).toMatch(/--port N/);
      expect(run.out.stdout).not.toMatch(/--workers|--watch-bundle/);
    });
    // What a host's own parser says differs from host to host; what we make of it does not.
    const ours: readonly Misused[] = [
      [['--workers', '2'], {}, 'compiled without --workers. Compile it with `mcpgw compile --workers`'],
      [['--watch-bundle'], {}, 'compiled without --watch-bundle'],
      [['--workers', '0'], {}, 'not "0"'],
      [['--port=-1'], {}, 'not "-1"'],
      [['--port', '0x10'], {}, 'not "0x10"'],
      [['--port='], {}, 'not ""'],
      [[], { PORT: 'http' }, 'not "http"'],
    ];
    it.each<Misused>([
      ...(host === NODE ? ours : []),
      [['--port', '99999'], {}, 'A port is a whole number from 0 to 65535, not "99999".\nSee --help.'],
      [['--port'], {}, "'--port <value>' argument missing"],
      [['--prot', '1'], {}, "Unknown option '--prot'"],
      [['1'], {}, "Unexpected argument '1'"],
    ])('%j %j is a usage error', async (args, env, message) => {
      const run = program.start(args, { ...SECRETS, ...env });
      expect(await run.ended).toBe(2);
      expect(run.out.stderr).toContain(message);
      expect(run.out.stderr).not.toMatch(/\n\s+at /);
    });
    it('--port wins over PORT, PORT over the policy', async () => {
      for (const [args, env] of [
        [['--port', '0'], { PORT: '1' }],
        [[], { PORT: '0' }],
      ] as const) {
        const run = program.start(args, { ...SECRETS, ...env });
        expect(await run.listening()).toBeGreaterThan(1024);
        run.child.kill('SIGTERM');
        expect(await run.ended).toBe(0);
      }
    });
  });

  describe('a start that fails', () => {
    it('lists all that is missing, exit 78', async () => {
      const run = program.start(['--port', '0'], {});
      expect(await run.ended).toBe(78);
      expect(run.out.stderr).toBe(
        'The gateway cannot start:\n  SECRET_A is not set\n  SECRET_B is not set\n',
      );
    });
    it('says that the port is in use, exit 1', async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => other.once('listening', resolve));
      const { port } = other.address() as { port: number };
      const run = program.start(['--port', String(port)]);
      expect(await run.ended).toBe(1);
      expect(run.out.stderr).toContain(
        `Cannot listen on 127.0.0.1:${port}: address already in use. Choose another`,
      );
      expect(run.out.stderr).toContain('closed');
      other.close();
    });
    it('says that the address is not of this machine, exit 1', async () => {
      const run = program.start(['--port', '0', '--host', '192.0.2.1']);
      expect(await run.ended).toBe(1);
      // Deno gives it another code.
      expect(run.out.stderr).toMatch(
        /^Cannot listen on 192\.0\.2\.1:0: (address not available|EINVAL)\. Choose another/m,
      );
    });
  });

  describe('signals', () => {
    it('SIGTERM lets what is in flight end, takes nothing new, and leaves every audit line', async () => {
      const run = program.start(['--port', '0']);
      const port = await run.listening();
      const slow = Promise.all(Array.from({ length: 20 }, () => rawExchange(port, request('slow'), 5000)));
      const idle = rawExchange(port, request('echo'), 5000);
      await until(() => run.out.stdout.split('\n').length > 22);
      run.child.kill('SIGTERM');
      await run.stderrHas('draining');
      expect(await rawExchange(port, request('echo'), 500)).toBe('');
      for (const text of await slow) {
        expect(parse(text).status).toBe(200);
        expect(parse(text).fields.get('connection')).toBe('close');
      }
      expect(parse(await idle).status).toBe(200);
      expect(await run.ended).toBe(0);
      const lines = run.out.stdout.trim().split('\n');
      const calls = lines.filter((line) => !line.includes('finished'));
      expect([calls.length, lines.length]).toEqual([21, 42]);
      for (const line of calls) expect(JSON.parse(line)).toMatchObject({ file: 'beside the bundle' });
      expect(run.out.stderr).toContain('closed');
    });

    it('SIGTERM waits for a call whose client has gone', async () => {
      const run = program.start(['--port', '0']);
      const socket = connect(await run.listening(), '127.0.0.1');
      socket.write(request('slow'));
      await until(() => run.out.stdout !== '');
      socket.destroy();
      run.child.kill('SIGTERM');
      expect(await run.ended).toBe(0);
      expect(run.out.stdout).toContain('finished');
    });

    it('a second signal ends it at once, exit 130', async () => {
      const run = program.start(['--port', '0']);
      const port = await run.listening();
      const cut = rawExchange(port, request('hangs'), 5000);
      await until(() => run.out.stdout !== '');
      run.child.kill('SIGINT');
      await run.stderrHas('draining');
      run.child.kill('SIGINT');
      expect(await run.ended).toBe(130);
      await cut;
    });

    it('an error that nobody caught is logged, what is in flight ends, exit 70', async () => {
      const run = program.start(['--port', '0']);
      const text = await rawExchange(await run.listening(), request('crash'), 5000);
      expect(parse(text).status).toBe(200);
      expect(text).not.toContain('nobody caught');
      expect(await run.ended).toBe(70);
      expect(run.out.stderr).toContain('nobody caught this');
    });

    it('a gateway whose audit nobody reads any more ends, exit 74', async () => {
      const run = program.start(['--port', '0']);
      const port = await run.listening();
      run.child.stdout?.destroy();
      await rawExchange(port, request('echo', 'Connection: close\r\n'), 5000);
      expect(await run.ended).toBe(74);
      expect(run.out.stderr).toContain('takes no audit records any more');
    });
  });
});

const request = (name: string, more = ''): string => {
  const { body, fields } = modern('tools/call', { name });
  const json = JSON.stringify(body);
  const head = Object.entries({ ...jsonFields, ...fields }).map(([key, value]) => `${key}: ${value}\r\n`);
  return `POST /mcp HTTP/1.1\r\nHost: localhost\r\n${head.join('')}${more}Content-Length: ${json.length}\r\n\r\n${json}`;
};

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 3000 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  if (!holds()) throw new Error('it never came');
}
