// Parts of the Worker host that workerd gives no hand to: time that stood still, a reader that does not read, other edges.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { bodyOf } from '../../runtime/hosts/workers/body.ts';
import { createClock } from '../../runtime/hosts/workers/clock.ts';
import { respond } from '../../runtime/hosts/workers/exchange.ts';
import { headOf } from '../../runtime/hosts/workers/head.ts';

describe('the clock', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  test('fires what a request that ended had set, once, when the next one comes', () => {
    const clock = createClock();
    const fired: string[] = [];
    clock.after(500, () => fired.push('lost'));
    const cancel = clock.after(500, () => fired.push('cancelled'));
    clock.after(60_000, () => fired.push('later'));
    cancel();
    // The request has ended, and its timers with it.
    vi.clearAllTimers();
    vi.advanceTimersByTime(1400);
    clock.catchUp();
    // Who set it may still be there: its own timer would come first.
    expect(fired).toEqual([]);
    vi.advanceTimersByTime(1400);
    clock.catchUp();
    clock.catchUp();
    expect(fired).toEqual(['lost']);
  });

  test('leaves alone what fires by itself', () => {
    const clock = createClock();
    let count = 0;
    clock.after(10, () => count++);
    vi.advanceTimersByTime(5000);
    clock.catchUp();
    expect(count).toBe(1);
  });
});

describe('the answer', () => {
  const { signal } = new AbortController();

  test('cuts off a reader that does not read', async () => {
    let gone = 0;
    const response = await respond(signal, (exchange) => {
      exchange.onGone(() => gone++);
      exchange.open(200, []);
      for (let i = 0; i < 20; i++) exchange.write(new Uint8Array(1024 * 1024));
      exchange.end();
    });
    expect(gone).toBe(1);
    await expect(response.arrayBuffer()).rejects.toThrow('does not read');
  });

  test('keeps pieces in order, whoever writes them when', async () => {
    let write = (_: string): void => {};
    let end = (): void => {};
    const response = await respond(signal, (exchange) => {
      write = (text) => exchange.write(new TextEncoder().encode(text));
      end = exchange.end;
      exchange.open(200, ['x-a', '1']);
      write('a');
    });
    const text = response.text();
    write('b');
    setTimeout(() => {
      write('c');
      end();
      write('d');
    }, 1);
    expect([response.headers.get('x-a'), await text]).toEqual(['1', 'abc']);
  });
});

describe('the body', () => {
  const request = (body: ReadableStream<Uint8Array> | string): Request =>
    new Request('http://localhost/mcp', { method: 'POST', body, duplex: 'half' } as RequestInit);

  test('within its bounds, and beyond them', async () => {
    const bounds = { bodyBytes: 5, bodyMs: 50 };
    expect(Buffer.from((await bodyOf(request('hello'), bounds)) as Uint8Array).toString()).toBe('hello');
    expect(await bodyOf(request('hello!'), bounds)).toBe(413);
    expect(await bodyOf(request(new ReadableStream()), bounds)).toBe(408);
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error('left')),
    });
    expect(await bodyOf(request(broken), bounds)).toBe(400);
  });
});

describe('the head', () => {
  const headed = (headers: Record<string, string>, cf?: object): Request =>
    Object.assign(new Request('https://mcp.acme.com/mcp?a=b', { headers }), { cf });

  test('names the caller’s address only where the host itself does', () => {
    const forged = { 'cf-connecting-ip': '10.0.0.1' };
    expect(headOf(headed(forged)).peer).toBe('');
    expect(headOf(headed(forged, { clientIp: '192.0.2.7:5123' })).peer).toBe('192.0.2.7');
    expect(headOf(headed(forged, { clientIp: '[2001:db8::7]:5123' })).peer).toBe('2001:db8::7');
    // At Cloudflare the edge sets the field, whatever the caller sent.
    expect(headOf(headed(forged, { colo: 'FRA' })).peer).toBe('10.0.0.1');
  });

  test('has a host, also where another Worker calls', () => {
    expect(headOf(headed({}))).toMatchObject({ target: '/mcp?a=b', fields: ['host', 'mcp.acme.com'] });
  });
});
