// The lock's file: canonical hashes, an estimate of tokens, the same bytes for the same servers, and nothing edited by hand.
import { describe, expect, test } from 'vitest';
import { printLock, readLock } from '../../compiler/lock/file.ts';
import { hashOf, tokensOf } from '../../compiler/lock/hash.ts';
import type { LockFile } from '../../compiler/lock/model.ts';
import { takeLock } from '../../compiler/lock/take.ts';
import { canonical } from '../../runtime/lock/canonical.ts';
import { lockText, search } from './world.ts';

describe('the canonical form', () => {
  test('is that of RFC 8785, section 3.2', () => {
    const given = JSON.parse(
      `{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
        "string":"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}`,
    );
    expect(canonical(given)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('sorts by UTF-16 units, as section 3.2.3 has it', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const sorted = Object.keys(JSON.parse(canonical(Object.fromEntries(keys.map((key) => [key, 0])))));
    // A number comes first in any object of JavaScript.
    expect(sorted).toEqual(['1', '\r', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33']);
  });

  test('sorts numbers as texts, which no object of JavaScript does', () => {
    expect(canonical(JSON.parse('{"9":[{"a":1}],"10":2}'))).toBe('{"10":2,"9":[{"a":1}]}');
  });

  test('keeps a key __proto__', () => {
    expect(canonical(JSON.parse('{"__proto__":{"b":1,"a":2}}'))).toBe('{"__proto__":{"a":2,"b":1}}');
  });
});

describe('the file', () => {
  const text = lockText({
    pay: [search('Pays.')],
    crm: [search('Zwei.'), { ...search('Eins.'), name: 'a' }],
  });

  test('has the same bytes whatever the order of listing, and reads back', () => {
    expect(
      lockText({ crm: [{ ...search('Eins.'), name: 'a' }, search('Zwei.')], pay: [search('Pays.')] }),
    ).toBe(text);
    const read = readLock(text);
    expect('lock' in read && printLock(read.lock)).toBe(text);
  });

  test.each([
    ['{', /is no JSON/],
    ['[]', /does not have the shape of a lock/],
    ['{"version":2,"servers":{}}', /\/version must be equal to constant/],
    [text.replace('Zwei.', 'Drei.'), /definition of “search” of server “crm” is not what its hash says/],
  ])('%#: says what is wrong with it', (wrong, message) => {
    expect(readLock(wrong)).toEqual({ wrong: expect.stringMatching(message) });
  });

  test('keeps what was known of a server that could not be asked, and drops servers that are gone', () => {
    const before = (readLock(text) as { lock: LockFile }).lock;
    const failed = { server: 'crm', offered: null, failure: 'refused', rejected: [] };
    expect(takeLock([failed], before).servers).toEqual({ crm: before.servers.crm });
    expect(takeLock([failed], null).servers).toEqual({});
  });
});

test('tokens: a fourth of the characters of ASCII, one for each other, of what a model is given', () => {
  // {"name":"search","description":"12345","inputSchema":{"type":"object"}} has 71.
  expect(tokensOf(search('12345'))).toBe(18);
  expect(tokensOf(search('1234五'))).toBe(19);
  expect(tokensOf(search('12345', { outputSchema: { type: 'object' } }))).toBe(18);
  expect(hashOf(search('a'))).not.toBe(hashOf(search('a', { title: '' })));
});
