// What is kept for clients that may come back: within bounds of bytes and of time, for their own session, in one process.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../runtime/contract/http.ts';
import type { KeptStream } from '../../runtime/contract/shared.ts';
import { createStreams, type Streams } from '../../runtime/news/streams.ts';
import { decode, encode } from '../../runtime/protocol/bytes.ts';
import { type FakeTime, fakeTime } from '../catalog/fakes.ts';

const MB = 1024 * 1024;

interface Reader extends Exchange {
  readonly text: () => string;
  leave(): void;
}

function reader(): Reader {
  let text = '';
  let gone = (): void => {};
  return {
    text: () => text,
    leave: () => gone(),
    open: () => true,
    send() {},
    write(chunk) {
      text += decode(chunk);
    },
    end() {},
    onGone(run) {
      gone = run;
    },
  };
}

/** One that takes pieces of an event, and sees where one is broken off. */
function flowing(): Reader & { readonly aborted: () => boolean } {
  const plain = reader();
  let aborted = false;
  const flow: Exchange['flow'] = () => ({
    write(bytes) {
      plain.write(bytes);
      return null;
    },
    end() {},
    abort() {
      aborted = true;
    },
  });
  return { ...plain, flow, aborted: () => aborted };
}

const idsIn = (text: string): string[] => [...text.matchAll(/^id: (\S+)$/gm)].map(([, id]) => id!);

describe('a stream of a session', () => {
  let time: FakeTime;
  let kept: Map<string, KeptStream>;
  let streams: Streams;
  let seeds = 0;

  const replica = (own: Map<string, KeptStream>): Streams => {
    const random = (count: number) => new Uint8Array(count).fill(++seeds);
    return createStreams({ clock: time.clock, random }, own);
  };
  beforeEach(() => {
    time = fakeTime();
    kept = new Map();
    streams = replica(kept);
  });

  /** A stream with so many events of so many bytes, whose client has left after the first. */
  function left(session: string, events: number, bytes: number): string {
    const client = reader();
    const stream = streams.open(session, true, client);
    const [primed] = idsIn(client.text());
    client.leave();
    for (let n = 0; n < events; n++) stream.write([encode(`{"n":${n},"pad":"${'x'.repeat(bytes)}"}`)]);
    stream.end();
    return primed!;
  }

  it('is replayed to its session alone', () => {
    const primed = left('a', 3, 10);
    expect(streams.resume('b', primed, reader())).toBe(false);
    const again = reader();
    expect(streams.resume('a', primed, again)).toBe(true);
    expect(again.text()).toMatch(/"n":0.*"n":1.*"n":2/s);
  });

  it('is known to the process that has it, and its ids to no other stream anywhere', () => {
    const other = replica(new Map());
    const primed = left('a', 1, 10);
    expect(other.resume('a', primed, reader())).toBe(false);
    const client = reader();
    other.open('a', true, client);
    expect(idsIn(client.text())[0]!.split('_')[0]).not.toBe(primed.split('_')[0]);
  });

  it('holds eight megabytes at most: who missed more is told so, not half of it', () => {
    const primed = left('a', 10, MB);
    expect(streams.resume('a', primed, reader())).toBe(false);
  });

  it('waits a minute for a client that has left', async () => {
    const primed = left('a', 1, 10);
    await time.advance(59_000);
    expect(streams.resume('a', primed, reader())).toBe(true);
    await time.advance(61_000);
    expect(kept.size).toBe(0);
  });

  it('goes with its session', () => {
    const primed = left('a', 1, 10);
    streams.end('a');
    expect([streams.resume('a', primed, reader()), kept.size]).toEqual([false, 0]);
  });

  it('is forgotten where nobody reads it, when all together hold 64 megabytes', () => {
    const live = reader();
    const read = streams.open('live', true, live);
    const first = left('a', 6, MB);
    for (let n = 0; n < 12; n++) left(`s${n}`, 6, MB);
    expect(streams.resume('a', first, reader())).toBe(false);
    expect(kept.size).toBeLessThan(12);
    read.write([encode('{"still":"here"}')]);
    expect(live.text()).toContain('still');
  });

  describe('with a large event that comes in pieces', () => {
    const pieces = ['{"a":', '1}'].map(encode);
    const event = /^id: [0-9a-f]{32}_2\nevent: message\ndata: \{"a":1\}\n\n$/m;

    /** Its client has the first piece. */
    function begun(client = flowing()) {
      const stream = streams.open('a', true, client);
      const [primed] = idsIn(client.text());
      const flow = stream.flow()!;
      flow.write(pieces[0]!);
      return { client, stream, flow, primed: primed! };
    }

    it('passes it on, and replays it', () => {
      const { client, stream, flow, primed } = begun();
      expect(client.text()).toMatch(/data: \{"a":$/);
      flow.write(pieces[1]!);
      flow.end();
      stream.end();
      const again = reader();
      expect(streams.resume('a', primed, again)).toBe(true);
      for (const { text } of [client, again]) expect(text()).toMatch(event);
    });

    it('passes the rest of it to who came back amid it, from its beginning', () => {
      const { client, stream, flow, primed } = begun();
      client.leave();
      const again = flowing();
      expect(streams.resume('a', primed, again)).toBe(true);
      flow.write(pieces[1]!);
      flow.end();
      stream.end();
      expect(again.text()).toMatch(event);
      expect(client.text()).not.toContain('1}');
      // Half of an event was not received.
      const half = begun();
      const [, halfId] = idsIn(half.client.text());
      expect(streams.resume('a', halfId!, reader())).toBe(false);
    });

    it('tells who comes back why there is no more of it', () => {
      const { client, stream, flow, primed } = begun();
      flow.abort([encode('{"error":1}')]);
      stream.end();
      expect(client.aborted()).toBe(true);
      const again = reader();
      streams.resume('a', primed, again);
      expect(again.text()).toMatch(/^id: \S+_2\nevent: message\ndata: \{"error":1\}\n\n$/m);
      expect(again.text()).not.toContain('"a"');
    });

    it('holds eight megabytes of it at most, and passes all of it', () => {
      const { client, flow, primed, stream } = begun();
      for (let n = 0; n < 9; n++) flow.write(encode('x'.repeat(MB)));
      expect(client.text().length).toBeGreaterThan(9 * MB);
      expect(streams.resume('a', primed, reader())).toBe(false);
      flow.abort([encode('{"error":1}')]);
      stream.end();
      const again = reader();
      expect(streams.resume('a', primed, again)).toBe(true);
      expect(again.text()).toContain('{"error":1}');
    });

    it('is none where nobody reads who sees that the end is missing', () => {
      const plain = reader();
      expect(streams.open('a', true, plain).flow()).toBeNull();
      const { client, stream } = begun();
      client.leave();
      stream.end();
      expect(stream.flow()).toBeNull();
    });
  });

  it('goes on for who reads it, though what it held is lost', () => {
    const all = Array.from({ length: 20 }, () => {
      const client = reader();
      return { client, stream: streams.open('a', true, client) };
    });
    const pad = encode(`"${'x'.repeat(5 * MB)}"`);
    for (const { stream } of all) stream.write([pad]);
    for (const { stream } of all) stream.write([encode('"last"')]);
    expect(all.filter(({ client }) => client.text().endsWith('data: "last"\n\n'))).toHaveLength(20);
    const replayed = all.filter(({ client }) => streams.resume('a', idsIn(client.text())[0]!, reader()));
    expect(replayed.length).toBeLessThan(13);
  });
});
