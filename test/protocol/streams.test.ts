// Event streams and lines, cut into chunks at every place.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, decode, encode } from '../../runtime/protocol/bytes.ts';
import { createLineReader } from '../../runtime/protocol/lines.ts';
import { createSseReader, sseEvent } from '../../runtime/protocol/sse.ts';

type Told = [data: string, id: string, retry: number | null, type: string];

function events(chunks: readonly Uint8Array[], max = 1000): { told: Told[]; open: boolean } {
  const told: Told[] = [];
  const reader = createSseReader((data, id, retry, type) => told.push([decode(data), id, retry, type]), max);
  let open = true;
  for (const chunk of chunks) open = reader.push(chunk);
  reader.end();
  return { told, open };
}

const whole = (stream: string) => events([encode(stream)]).told;
const bytewise = (bytes: Uint8Array) => Array.from(bytes, (byte) => Uint8Array.of(byte));

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [0, ...places.map((p) => p % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return sorted.slice(1).map((end, i) => bytes.subarray(sorted[i], end));
}

describe('events', () => {
  it.each<[string, string, Told[]]>([
    ['one event', 'data: {"a":1}\n\n', [['{"a":1}', '', null, 'message']]],
    ['no space after the colon', 'data:x\n\n', [['x', '', null, 'message']]],
    ['only one space is cut', 'data:  x\n\n', [[' x', '', null, 'message']]],
    ['CRLF', 'event: message\r\ndata: x\r\n\r\n', [['x', '', null, 'message']]],
    [
      'CR',
      'data: x\r\rdata: y\r\r',
      [
        ['x', '', null, 'message'],
        ['y', '', null, 'message'],
      ],
    ],
    [
      'mixed ends',
      'data: x\r\n\ndata: y\n\r',
      [
        ['x', '', null, 'message'],
        ['y', '', null, 'message'],
      ],
    ],
    ['several lines of data', 'data: a\ndata\ndata: b\n\n', [['a\n\nb', '', null, 'message']]],
    ['comments', ': hi\n\n:\ndata: x\n: more\n\n', [['x', '', null, 'message']]],
    ['a byte order mark', '\ufeffdata: x\n\n', [['x', '', null, 'message']]],
    ['a second mark is text', '\ufeff\ufeffdata: x\n\n', []],
    [
      'ids and times stay',
      'id: 7\nretry: 50\ndata: x\n\ndata: y\n\n',
      [
        ['x', '7', 50, 'message'],
        ['y', '7', 50, 'message'],
      ],
    ],
    [
      'an id with NUL is ignored',
      'id: 7\ndata: x\n\nid: 8\0\ndata: y\n\n',
      [
        ['x', '7', null, 'message'],
        ['y', '7', null, 'message'],
      ],
    ],
    ['a priming event', 'id: 1\ndata:\n\n', [['', '1', null, 'message']]],
    ['no data, no event', 'event: x\nid: 3\n\ndata: y\n\n', [['y', '3', null, 'message']]],
    [
      'a type',
      'event: endpoint\ndata: /m\n\ndata: x\n\n',
      [
        ['/m', '', null, 'endpoint'],
        ['x', '', null, 'message'],
      ],
    ],
    ['a bad time is ignored', 'retry: 5s\ndata: x\n\n', [['x', '', null, 'message']]],
    ['an unknown field', 'foo: x\ndatax: y\ndata: z\n\n', [['z', '', null, 'message']]],
    ['an unfinished event is dropped', 'data: x\n', []],
    ['an unfinished line is dropped', 'data: x\n\ndata: y', [['x', '', null, 'message']]],
  ])('%s', (_, stream, told) => {
    expect(whole(stream)).toEqual(told);
    expect(events(bytewise(encode(stream))).told).toEqual(told);
  });

  it('are the same for any chunking', () => {
    const piece = fc.constantFrom(
      'data: ',
      'data',
      ':',
      ' ',
      '\n',
      '\r',
      '\r\n',
      '\n\n',
      'x',
      'é',
      '😀',
      'id: 1',
      'retry: 2',
      '\ufeff',
      'event: a',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.array(fc.nat(200), { maxLength: 10 }),
        (pieces, places) => {
          const bytes = encode(pieces.join(''));
          expect(events(cut(bytes, places))).toEqual(events([bytes]));
          expect(events(bytewise(bytes))).toEqual(events([bytes]));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('stand an empty chunk between CR and LF', () => {
    const chunks = ['data: a\r', '', '\ndata: b\r\n\r\n'].map(encode);
    expect(events(chunks).told).toEqual([['a\nb', '', null, 'message']]);
  });

  it('in one chunk are not copied', () => {
    const chunk = encode('event: message\ndata: {"a":1}\n\n');
    let same = false;
    createSseReader((data) => {
      same = data.buffer === chunk.buffer;
    }, 100).push(chunk);
    expect(same).toBe(true);
  });

  it('beyond the bound end the reading', () => {
    expect(events([encode('data: 12345\n\n')], 5)).toEqual({
      told: [['12345', '', null, 'message']],
      open: true,
    });
    expect(events([encode('data: 123456\n\n'), encode('data: x\n\n')], 5)).toEqual({ told: [], open: false });
    expect(events([encode('data: 12\ndata: 34\n\n')], 4)).toEqual({ told: [], open: false });
    expect(events(bytewise(encode(`data: ${'x'.repeat(50)}`)), 20).open).toBe(false);
  });

  it('that are large are told while they come, and are the same', () => {
    const piece = fc.constantFrom(
      'data: ',
      'data:',
      '\n',
      '\r',
      '\r\n',
      '\n\n',
      'xyz',
      'é',
      'id: 1',
      'event: a\n',
      ': c',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.array(fc.nat(200), { maxLength: 10 }),
        fc.boolean(),
        (pieces, places, takes) => {
          const bytes = encode(pieces.join(''));
          const told: Told[] = [];
          const large = {
            bytes: 4,
            begins(data: Uint8Array) {
              let text = data;
              if (!takes) return null;
              return {
                data: (more: Uint8Array) => {
                  text = concat([text, more]);
                },
                end: (id: string, retry: number | null, type: string) =>
                  void told.push([decode(text), id, retry, type]),
              };
            },
          };
          const reader = createSseReader(
            (data, id, retry, type) => told.push([decode(data), id, retry, type]),
            1000,
            large,
          );
          for (const chunk of cut(bytes, places)) reader.push(chunk);
          expect(told).toEqual(events([bytes]).told);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('that are large are bounded, too', () => {
    const large = { bytes: 4, begins: () => ({ data() {}, end() {} }) };
    const reader = createSseReader(() => {}, 20, large);
    expect(reader.push(encode(`data: ${'x'.repeat(15)}`))).toBe(true);
    expect(reader.push(encode('\ndata: xxxx'))).toBe(true);
    expect(reader.push(encode('x'))).toBe(false);
  });

  it('of 200 KB, byte by byte, take no quadratic time', () => {
    const text = 'x'.repeat(200_000);
    const before = process.cpuUsage();
    expect(events(bytewise(encode(`data: ${text}\n\n`)), 1_000_000).told[0]![0]).toBe(text);
    // Microseconds. Copying all that came before with every byte would take 20 GB of copies.
    expect(process.cpuUsage(before).user).toBeLessThan(1_500_000);
  });

  it('written are read again, line breaks in the JSON or not', () => {
    const json = '{\n"a":\r\n1}';
    const told = events([concat(sseEvent([encode(json), encode(' ')]))]).told;
    expect(told).toHaveLength(1);
    expect(JSON.parse(told[0]![0])).toEqual({ a: 1 });
  });
});

describe('lines', () => {
  function lines(chunks: readonly Uint8Array[], max = 1000): { told: string[]; open: boolean } {
    const told: string[] = [];
    const reader = createLineReader((line) => told.push(decode(line)), max);
    let open = true;
    for (const chunk of chunks) open = reader.push(chunk);
    reader.end();
    return { told, open };
  }

  it('end at LF or CRLF, not at CR', () => {
    expect(lines([encode('a\r\nb\rc\n\nd')]).told).toEqual(['a', 'b\rc', '']);
  });

  it('are the same for any chunking', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'é', '\n', '\r', '\r\n'), { maxLength: 30 }),
        fc.array(fc.nat(99)),
        (pieces, places) => {
          const bytes = encode(pieces.join(''));
          const wanted = decode(bytes)
            .split('\n')
            .slice(0, -1)
            .map((line) => line.replace(/\r$/, ''));
          expect(lines(cut(bytes, places)).told).toEqual(wanted);
        },
      ),
    );
  });

  it('beyond the bound end the reading', () => {
    expect(lines([encode('1234\n')], 4)).toEqual({ told: ['1234'], open: true });
    expect(lines([encode('12'), encode('345\n6\n')], 4)).toEqual({ told: [], open: false });
    expect(lines([encode('12345')], 4).open).toBe(false);
  });

  it('stay what they were when later chunks come', () => {
    const kept: Uint8Array[] = [];
    const reader = createLineReader((line) => kept.push(line), 100);
    for (const chunk of ['ab', 'c\nde', 'f\n', 'g', 'hi\n']) reader.push(encode(chunk));
    expect(kept.map(decode)).toEqual(['abc', 'def', 'ghi']);
  });
});
