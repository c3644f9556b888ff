// The front's own reading of a head: the same on a host whose parser lets more through.
import { describe, expect, it } from 'vitest';
import { framingProblem, type HeadFields, isBadHead, readHead } from '../../runtime/front/head.ts';
import { fieldValue } from '../../runtime/protocol/headers.ts';

function read(...fields: string[]): HeadFields {
  const head = readHead(fields);
  if (isBadHead(head)) throw new Error(head.reason);
  return head;
}

describe('framing', () => {
  it.each([
    [['content-length', '5'], null],
    [['transfer-encoding', 'chunked'], null],
    [[], null],
    [['content-length', '5', 'transfer-encoding', 'chunked'], 'both Content-Length and Transfer-Encoding'],
    [['transfer-encoding', 'gzip, chunked'], 'a Transfer-Encoding other than chunked'],
    [['transfer-encoding', 'chunked '], 'a Transfer-Encoding other than chunked'],
    [['content-length', '5, 5'], 'Content-Length is not a number'],
    [['content-length', '-1'], 'Content-Length is not a number'],
    [['content-length', '1e3'], 'Content-Length is not a number'],
    [['content-length', ''], 'Content-Length is not a number'],
    [['content-length', '9'.repeat(16)], 'Content-Length is not a number'],
  ])('%j', (fields, problem) => {
    expect(framingProblem(read(...fields))).toBe(problem);
  });
});

describe('fields', () => {
  it.each(['content-length', 'transfer-encoding', 'host', 'authorization', 'mcp-name'])(
    '%s stands once',
    (name) => {
      expect(readHead([name, 'a', name, 'a'])).toEqual({
        status: 400,
        reason: `header field ${name} stands more than once`,
      });
    },
  );
  it('are not too many', () => {
    expect(isBadHead(readHead(Array(400).fill('a')))).toBe(false);
    expect(readHead(Array(402).fill('a'))).toMatchObject({ status: 431 });
  });
  it('are found by name', () => {
    expect(fieldValue(['a', '1', 'b', '2'], 'b')).toBe('2');
    expect(fieldValue(['a', 'b'], 'b')).toBe(null);
  });
});
