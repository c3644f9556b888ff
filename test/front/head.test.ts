// The front's own reading of a head: the same on a host whose parser lets more through.
import { describe, expect, it } from 'vitest';
import { isFramed, readHead, type Seen } from '../../runtime/front/head.ts';

function read(...fields: string[]): Seen {
  const seen = readHead(fields);
  if ('status' in seen) throw new Error(String(seen.message));
  return seen;
}

describe('framing', () => {
  it.each([
    [['content-length', '5'], true],
    [['transfer-encoding', 'chunked'], true],
    [['transfer-encoding', 'Chunked'], true],
    [[], true],
    [['content-length', '5', 'transfer-encoding', 'chunked'], false],
    [['transfer-encoding', 'gzip, chunked'], false],
    [['transfer-encoding', 'chunked '], false],
    [['transfer-encoding', ''], false],
    [['content-length', '5, 5'], false],
    [['content-length', '-1'], false],
    [['content-length', '1e3'], false],
    [['content-length', ''], false],
    [['content-length', '9'.repeat(16)], false],
  ])('%j → %s', (fields, framed) => {
    expect(isFramed(read(...fields))).toBe(framed);
  });
});

describe('fields', () => {
  it.each([
    'content-length',
    'content-type',
    'transfer-encoding',
    'host',
    'origin',
    'authorization',
    'x-api-key',
    'mcp-method',
    'mcp-name',
    'mcp-protocol-version',
    'mcp-session-id',
  ])('%s stands once', (name) => {
    const mirrors = ['mcp-method', 'mcp-name', 'mcp-protocol-version'].includes(name);
    const code = mirrors ? -32020 : 400;
    const refusal = { status: 400, code, message: `Header field ${name} stands more than once.` };
    expect(readHead([name, 'a', name, 'a'])).toEqual(refusal);
    expect(readHead([name, '', name, ''])).toEqual(refusal);
  });
  it('may stand several times where they are a list, or decide nothing', () => {
    expect(read('accept', 'a', 'x', '1', 'accept', 'b', 'x', '2').accept).toBe('a,b');
  });
  it('are not too many', () => {
    expect(readHead(Array(400).fill('a'))).not.toHaveProperty('status');
    expect(readHead(Array(402).fill('a'))).toMatchObject({ status: 431 });
  });
});
