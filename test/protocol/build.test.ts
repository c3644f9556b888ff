// What the gateway says itself is valid, and reads back as meant. Versions are negotiated as the specification says.
import { describe, expect, it } from 'vitest';
import {
  errorMessage,
  modernMembers,
  notification,
  request,
  resultMessage,
  toolError,
} from '../../runtime/protocol/build.ts';
import { decode } from '../../runtime/protocol/bytes.ts';
import { scanClient, scanServer } from '../../runtime/protocol/scan.ts';
import { eraOf, negotiate } from '../../runtime/protocol/versions.ts';

const read = (bytes: Uint8Array) => JSON.parse(decode(bytes));
const odd = 'a "quoted"\n line';

describe('messages', () => {
  it('results', () => {
    expect(read(resultMessage('"x"', '{"a":1}'))).toEqual({ jsonrpc: '2.0', id: 'x', result: { a: 1 } });
  });

  it('errors, with and without id and data', () => {
    expect(read(errorMessage('7', -32602, odd, { b: 1 }))).toEqual({
      jsonrpc: '2.0',
      id: 7,
      error: { code: -32602, message: odd, data: { b: 1 } },
    });
    expect(read(errorMessage(null, -32700, 'no'))).toEqual({
      jsonrpc: '2.0',
      error: { code: -32700, message: 'no' },
    });
    expect(scanServer(errorMessage('7', 429, odd))).toMatchObject({ kind: 'error', errorCode: 429 });
  });

  it('tool errors of both eras', () => {
    const content = [{ type: 'text', text: odd }];
    expect(read(toolError('1', 'legacy', odd)).result).toEqual({ content, isError: true });
    expect(read(toolError('1', 'modern', odd, { ref: 'r' })).result).toEqual({
      resultType: 'complete',
      content,
      isError: true,
      _meta: { ref: 'r' },
    });
  });

  it('requests and notifications that a strict peer lets in', () => {
    const clientInfo = '{"name":"g","version":"1"}';
    const meta = modernMembers({ protocolVersion: '2026-07-28', clientInfo, clientCapabilities: '{}' });
    const message = scanClient(request('1', 'tools/list', `{"_meta":{${meta}}}`), { depth: 8 });
    expect(message).toMatchObject({
      kind: 'request',
      protocolVersion: '2026-07-28',
      clientCapabilities: expect.any(Object),
    });
    expect(read(request('1', 'ping', null))).toEqual({ jsonrpc: '2.0', id: 1, method: 'ping' });
    expect(scanClient(notification('notifications/initialized', null), { depth: 8 })).toMatchObject({
      kind: 'notification',
    });
  });
});

describe('versions', () => {
  it.each([
    ['2025-03-26', '2025-03-26'],
    ['2025-11-25', '2025-11-25'],
    ['2024-11-05', '2025-11-25'],
    ['2026-07-28', '2025-11-25'],
    ['nonsense', '2025-11-25'],
  ])('initialize with %s is answered %s', (requested, answered) => {
    expect(negotiate(requested)).toBe(answered);
  });

  it.each([
    ['2025-11-25', 'legacy'],
    ['2026-07-28', 'modern'],
    ['2099-01-01', 'modern'],
    ['2026', null],
  ])('%s is %s', (version, era) => {
    expect(eraOf(version)).toBe(era);
  });
});
