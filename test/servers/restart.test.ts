// How often a child that keeps ending is started, in a world whose time is turned by hand.
import { expect, test } from 'vitest';
import type { ChildHandler, Clock, Spawn } from '../../runtime/contract/environment.ts';
import type { Backend } from '../../runtime/contract/server.ts';
import { stdioBackend } from '../../runtime/servers/stdio.ts';
import { realWorld, run, serverPlan, toolCall } from './world.ts';

interface Turned {
  readonly clock: Clock;
  /** Lets time pass, in steps, with turns of the loop between them. */
  pass(ms: number): Promise<void>;
}

function turnedClock(): Turned {
  let now = 0;
  const timers = new Map<object, { at: number; fire: () => void }>();
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    after(ms, fire) {
      const key = {};
      timers.set(key, { at: now + ms, fire });
      return () => void timers.delete(key);
    },
  };
  // Enough turns for a whole handshake.
  const settle = async () => {
    for (let i = 0; i < 12; i++) await new Promise((next) => setImmediate(next));
  };
  const pass = async (ms: number) => {
    const end = now + ms;
    for (;;) {
      await settle();
      const due = [...timers].filter(([, timer]) => timer.at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (due === undefined) break;
      timers.delete(due[0]);
      now = Math.max(now, due[1].at);
      due[1].fire();
    }
    now = end;
  };
  return { clock, pass };
}

type Play = (handler: ChildHandler, line: string) => void;

/** A backend whose children are played by `play`, which is given each line a child is sent. */
function played(
  turned: Turned,
  play: Play,
): { backend: Backend; starts: number[]; stops: number[]; log: string[] } {
  const { context, log } = realWorld();
  const starts: number[] = [];
  const stops: number[] = [];
  const spawn: Spawn = (_command, _env, handler) => {
    starts.push(turned.clock.monotonic());
    return {
      write: (chunks) => {
        const line = Buffer.concat(chunks).toString();
        setImmediate(() => play(handler, line));
        return true;
      },
      stop: () => {
        stops.push(turned.clock.monotonic());
        return Promise.resolve();
      },
    };
  };
  const environment = { ...context.environment, clock: turned.clock, spawn };
  const plan = serverPlan({ kind: 'stdio', command: ['x'], env: {} });
  return { backend: stdioBackend(plan, { ...context, environment }), starts, stops, log };
}

function gaps(times: readonly number[]): number[] {
  return times.slice(1).map((time, i) => time - times[i]!);
}

/** Serves the handshake of a legacy server, and nothing else. */
const handshake: Play = (handler, line) => {
  const { id, method } = JSON.parse(line) as { id?: number; method: string };
  const say = (body: string) => handler.stdout(Buffer.from(`{"jsonrpc":"2.0","id":${id},${body}}\n`));
  if (method === 'server/discover') say('"error":{"code":-32601,"message":"?"}');
  if (method === 'initialize') say('"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}}}');
};

test('twice as long each time up to 30 s, and after ten endings ten minutes', async () => {
  const turned = turnedClock();
  const { backend, starts, log } = played(turned, (handler) => handler.exit('it exited with code 1'));
  const listed = backend.list();
  await expect(listed).rejects.toThrow('it exited with code 1');
  await turned.pass(3_000_000);
  expect(gaps(starts).slice(0, 12)).toEqual([
    500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000, 600000, 600000, 600000,
  ]);
  expect(log.some((line) => line.includes('starting it again in 600000 ms'))).toBe(true);
  const { failure } = await run(backend, toolCall('any'));
  expect(failure).toMatchObject({ kind: 'unreachable', begun: false });
});

test('a child that ran for a while and ended is started soon, again and again', async () => {
  const turned = turnedClock();
  let end: (() => void) | null = null;
  const { backend, starts } = played(turned, (handler, line) => {
    handshake(handler, line);
    end = () => handler.exit('it exited with code 0');
  });
  const listed = backend.list().catch((error: Error) => error.message);
  for (let i = 0; i < 20; i++) {
    await turned.pass(61_000);
    end!();
    await turned.pass(500);
  }
  await listed;
  expect(new Set(gaps(starts))).toEqual(new Set([61_500]));
});

test('who asks between the pause and its late timer starts the only child', async () => {
  const turned = turnedClock();
  let late = 0;
  const clock = { ...turned.clock, monotonic: () => turned.clock.monotonic() + late };
  let end: (() => void) | null = null;
  const { backend, starts } = played({ ...turned, clock }, (handler, line) => {
    handshake(handler, line);
    end = () => handler.exit('it exited with code 0');
  });
  const first = backend.list().catch((error: Error) => error.message);
  await turned.pass(100);
  end!();
  expect(await first).toContain('exited with code 0');
  late = 1000;
  const second = backend.list().catch((error: Error) => error.message);
  await turned.pass(4000);
  expect(starts).toHaveLength(2);
  expect(backend.status()).toEqual({ state: 'up' });
  await backend.close();
  await turned.pass(10_000);
  expect(await second).toContain('no answer');
});

test('after close no child is started', async () => {
  const turned = turnedClock();
  const { backend, starts } = played(turned, (handler) => handler.exit('it exited with code 1'));
  await backend.list().catch(() => {});
  await backend.close();
  await turned.pass(100_000);
  expect(starts).toHaveLength(1);
  await expect(backend.list()).rejects.toThrow('closing');
});

test('a child whose output has no end of line is stopped', async () => {
  const turned = turnedClock();
  const piece = Buffer.alloc(8 * 1024 * 1024, 'x');
  const { backend, stops, log } = played(turned, (handler, line) => {
    if (!line.includes('tools/list')) handshake(handler, line);
    else for (let i = 0; i < 5; i++) handler.stdout(piece);
  });
  const listed = backend.list().catch((error: Error) => error.message);
  await turned.pass(6000);
  expect(await listed).toContain('no answer within 5000 ms');
  expect(stops.length).toBeGreaterThan(0);
  expect(log.join()).toContain('a line of more than 33554432 bytes');
});
