// Broken and twisted messages: the scan must agree with a slow reference on every one, and never throw.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encode, textOf } from '../../runtime/protocol/bytes.ts';
import { scanClient, scanServer } from '../../runtime/protocol/scan.ts';
import { anyAnswer, anyCall, picks, spelled } from '../protocol/arbitraries.ts';
import { expected } from '../protocol/reference.ts';

const seconds = Number(process.env.MCPGW_FUZZ_SECONDS ?? 0);

// What turns a message into one that is almost right.
const PIECES = [
  '"',
  '\\',
  '\\"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\u',
  '\\ud800',
  '\\udc00',
  '0',
  '-',
  '1e9',
  'null',
  ' ',
]
  .concat([
    '"name":1,',
    '"id":2,',
    '"Name":"x",',
    '"_meta":{},',
    '"jsonrpc":"2.0",',
    '"method":"a",',
    '"result":{},',
  ])
  .concat(['\n', '\u0000', '\ufeff', 'é', '"progressToken":null,']);

interface Change {
  readonly at: number;
  readonly cut: number;
  readonly insert: Uint8Array;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(400),
  cut: fc.nat(3),
  insert: fc.oneof(
    fc.constantFrom(...PIECES).map(encode),
    fc.uint8Array({ maxLength: 2 }),
    fc.constant(new Uint8Array(0)),
  ),
});

function changed(bytes: Uint8Array, changes: readonly Change[]): Uint8Array {
  let now = [...bytes];
  for (const { at, cut, insert } of changes) {
    const place = at % (now.length + 1);
    now = [...now.slice(0, place), ...insert, ...now.slice(place + cut)];
  }
  return Uint8Array.from(now);
}

// By count where a person waits: on a busy machine a time is few runs.
const budget =
  seconds === 0
    ? { numRuns: 1000 }
    : { numRuns: 1_000_000, interruptAfterTimeLimit: seconds * 1000, markInterruptAsFailure: false };

it(
  'scanClient agrees with the reference',
  () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        anyCall,
        picks,
        fc.array(change, { maxLength: 2 }),
        fc.integer({ min: 4, max: 12 }),
        (value, pick, changes, depth) => {
          const bytes = changed(encode(spelled(value, pick)), changes);
          const message = scanClient(bytes, { depth });
          const wanted = expected(bytes, depth);
          if ('refused' in message) {
            refused++;
            expect(wanted, new TextDecoder().decode(bytes)).toBeNull();
            return;
          }
          accepted++;
          expect(wanted, new TextDecoder().decode(bytes)).not.toBeNull();
          expect(message.kind).toBe(wanted!.kind);
          expect(message.id === null ? null : textOf(bytes, message.id)).toBe(wanted!.id);
          expect(message.method).toBe(wanted!.method);
          expect(message.name).toBe(wanted!.name);
          expect(message.args === null ? undefined : JSON.parse(textOf(bytes, message.args))).toEqual(
            wanted!.args,
          );
          expect(message.meta === null ? undefined : JSON.parse(textOf(bytes, message.meta))).toEqual(
            wanted!.meta,
          );
          const token = message.progressToken;
          expect(token === null ? null : textOf(bytes, token)).toBe(wanted!.progressToken);
        },
      ),
      budget,
    );
    // A fuzz run that only ever sees one outcome shows nothing.
    expect(Math.min(accepted, refused)).toBeGreaterThan(20);
  },
  seconds * 5000 + 60_000,
);

it(
  'scanServer never throws, and never misreads what is JSON',
  () => {
    let read = 0;
    fc.assert(
      fc.property(anyAnswer, picks, fc.array(change, { maxLength: 1 }), (value, pick, changes) => {
        const bytes = changed(encode(spelled(value, pick)), changes);
        const message = scanServer(bytes);
        if (message?.kind !== 'result') return;
        let parsed: Record<string, Record<string, unknown>>;
        try {
          parsed = JSON.parse(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)) as typeof parsed;
        } catch {
          return;
        }
        read++;
        expect(JSON.parse(textOf(bytes, message.id!))).toEqual(parsed.id);
        expect(message.isError).toBe(parsed.result!.isError === true);
        expect(message.resultType).toBe(parsed.result!.resultType ?? null);
        expect(JSON.parse(textOf(bytes, message.result!))).toEqual(parsed.result);
      }),
      budget,
    );
    expect(read).toBeGreaterThan(20);
  },
  seconds * 5000 + 60_000,
);
