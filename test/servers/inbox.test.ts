// One stream for all calls: a large answer passes while it comes only where it can be nobody else's.
import { beforeEach, describe, expect, it } from 'vitest';
import { decode, encode } from '../../runtime/protocol/bytes.ts';
import { createInbox, type Inbox } from '../../runtime/servers/inbox.ts';
import type { Peer, Waiter } from '../../runtime/servers/link.ts';
import { passing } from '../../runtime/servers/passing.ts';

const PEER = { changed() {}, late() {} } as unknown as Peer;
const DATA = 'x'.repeat(50);
const FIRST = (id: number | string): string => `{"jsonrpc":"2.0","id":${id},"result":{"content":"${DATA}"`;
/** As the official SDK for TypeScript writes it. */
const LAST = `{"result":{"content":"${DATA}"`;

let inbox: Inbox;
let batched = false;
/** What each call was passed, and how it ended. */
let told: Record<number, { passed: string; end: string | null }>;

beforeEach(() => {
  inbox = createInbox(
    PEER,
    () => {},
    () => batched,
  );
  told = {};
});

function call(id: number, more: Partial<Waiter> = {}): void {
  const got: (typeof told)[number] = { passed: '', end: null };
  told[id] = got;
  const write = (bytes: Uint8Array): null => {
    got.passed += decode(bytes);
    return null;
  };
  const client = { id: '"mine"', typed: false, cached: false, open: () => write };
  inbox.waiting.set(id, {
    answer() {
      got.end = 'answer';
    },
    failed({ detail }) {
      got.end = detail;
    },
    passing: (hop, head) =>
      passing(head, { id: hop, redact: (text) => text, asks: false, extended: false }, client),
    ...more,
  });
}

/** An answer of which `head` came first. True where that passed. */
function comes(head: string, rest: string): boolean {
  const large = inbox.begin(encode(head));
  if (large === null) return inbox.take(encode(head + rest)) && false;
  large.push(encode(rest));
  large.end();
  return true;
}

const whole = (id: string): string => `${LAST}},"jsonrpc":"2.0","id":${id}}`;

it('passes what says first whose it is, whoever else waits', () => {
  for (const id of [1, 2]) call(id);
  expect(comes(FIRST(2), '}}')).toBe(true);
  expect(told).toEqual({
    1: { passed: '', end: null },
    2: { passed: `${FIRST('"mine"')}}}`, end: 'answer' },
  });
});

it('takes the messages of a batch, where the server’s revision has any', () => {
  const batch = encode(`[${FIRST(1)}}},${FIRST(2)}}}]`);
  for (const id of [1, 2]) call(id);
  expect(inbox.take(batch)).toBe(false);
  batched = true;
  expect(inbox.take(batch)).toBe(true);
  batched = false;
  expect(told).toMatchObject({ 1: { end: 'answer' }, 2: { end: 'answer' } });
});

describe('what says last whose it is', () => {
  const rest = (id: number): string => `},"jsonrpc":"2.0","id":${id}}`;

  it('passes to the only one who waits', () => {
    call(7);
    expect(comes(LAST, rest(7))).toBe(true);
    expect(told[7]).toEqual({ passed: whole('"mine"'), end: 'answer' });
    call(8);
    expect(comes(LAST, rest(8))).toBe(true);
  });

  it('is held where another waits, and reaches whose it is', () => {
    for (const id of [1, 2]) call(id);
    expect(comes(LAST, rest(2))).toBe(false);
    expect(told).toMatchObject({ 1: { passed: '', end: null }, 2: { passed: '', end: 'answer' } });
    // The first is the only one now.
    expect(comes(LAST, rest(1))).toBe(true);
  });

  it('is held for what the gateway asked itself, but for what tells nothing', () => {
    call(1, { tellsNothing: true });
    call(2);
    expect(comes(LAST, rest(2))).toBe(true);
    call(3, { passing: undefined as never });
    call(4);
    expect(comes(LAST, rest(4))).toBe(false);
  });

  it('is held while the answer of a call that was given up may still come', () => {
    call(1);
    inbox.leave(1);
    call(2);
    expect(comes(LAST, rest(1))).toBe(false);
    expect(told[2]).toEqual({ passed: '', end: null });
    // It has come.
    expect(comes(LAST, rest(2))).toBe(true);
  });

  it('is held for good once too many were given up', () => {
    for (let id = 1; id <= 1001; id++) {
      call(id);
      inbox.leave(id);
    }
    for (let id = 1; id <= 1001; id++) comes(LAST, rest(id));
    call(2000);
    expect(comes(LAST, rest(2000))).toBe(false);
    expect(told[2000]?.end).toBe('answer');
  });

  it('is broken off where it was another’s after all, whose may still come', () => {
    call(1);
    expect(comes(LAST, rest(99))).toBe(true);
    expect(told[1]?.end).toContain('not the complete result');
    call(2);
    expect(comes(LAST, rest(1))).toBe(false);
    expect(comes(LAST, rest(2))).toBe(true);
  });

  it('shows at its end whose it was, also to who has gone', () => {
    call(1);
    const large = inbox.begin(encode(LAST))!;
    inbox.leave(1);
    large.push(encode(rest(1)));
    large.end();
    expect(told[1]?.end).toBeNull();
    call(2);
    expect(comes(LAST, rest(2))).toBe(true);
  });
});
