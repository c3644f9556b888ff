// Fields of modern requests: the specification's examples, and every way to disagree with the body.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientMessage } from '../../runtime/contract/message.ts';
import { encode } from '../../runtime/protocol/bytes.ts';
import { checkModernHeaders, decodeHeaderValue, encodeHeaderValue } from '../../runtime/protocol/headers.ts';
import {
  checkParamFields,
  paramFields,
  paramHeaders,
  unfitParam,
} from '../../runtime/protocol/param-headers.ts';
import { scanClient } from '../../runtime/protocol/scan.ts';

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

function message(value: object): ClientMessage {
  const scanned = scanClient(encode(JSON.stringify({ jsonrpc: '2.0', ...value })), { depth: 64 });
  if ('refused' in scanned) throw new Error(scanned.message);
  return scanned;
}

const call = (params: object = {}) =>
  message({ id: 1, method: 'tools/call', params: { name: 'a', _meta: META, ...params } });
const FIELDS = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': 'a' };
/** Header fields as they come, flat; those that are undefined are not there. */
const flat = (fields: Record<string, string | undefined>) =>
  Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
const check = (scanned: ClientMessage, fields: Record<string, string | undefined>) =>
  checkModernHeaders(flat(fields), scanned);

describe('standard fields', () => {
  it('agree', () => {
    expect(check(call(), FIELDS)).toBeNull();
    expect(check(call(), { ...FIELDS, 'mcp-name': '=?base64?YQ==?=' })).toBeNull();
    const read = message({ id: 1, method: 'resources/read', params: { uri: 'file:///ä', _meta: META } });
    expect(
      check(read, { ...FIELDS, 'mcp-method': 'resources/read', 'mcp-name': encodeHeaderValue('file:///ä') }),
    ).toBeNull();
    const list = message({ id: 1, method: 'tools/list', params: { _meta: META } });
    expect(check(list, { ...FIELDS, 'mcp-method': 'tools/list', 'mcp-name': undefined })).toBeNull();
  });

  it.each([
    ['no version field', call(), { 'mcp-protocol-version': undefined }, -32020],
    ['another version field', call(), { 'mcp-protocol-version': '2025-11-25' }, -32020],
    ['no method field', call(), { 'mcp-method': undefined }, -32020],
    ['another method', call(), { 'mcp-method': 'tools/list' }, -32020],
    ['a method in other case', call(), { 'mcp-method': 'Tools/Call' }, -32020],
    ['no name field', call(), { 'mcp-name': undefined }, -32020],
    ['another name', call(), { 'mcp-name': 'b' }, -32020],
    ['a badly encoded name', call(), { 'mcp-name': '=?base64?Y?=' }, -32020],
    ['an encoding that is not UTF-8', call(), { 'mcp-name': '=?base64?/w==?=' }, -32020],
    ['no version in the body', call({ _meta: {} }), {}, -32602],
    [
      'no capabilities',
      call({ _meta: { ...META, 'io.modelcontextprotocol/clientCapabilities': undefined } }),
      {},
      -32602,
    ],
    [
      'capabilities that are no object',
      call({ _meta: { ...META, 'io.modelcontextprotocol/clientCapabilities': 1 } }),
      {},
      -32602,
    ],
  ])('%s', (_, scanned, fields, code) => {
    expect(check(scanned, { ...FIELDS, ...fields })?.code).toBe(code);
  });

  it('names the versions that are served', () => {
    const future = call({ _meta: { ...META, 'io.modelcontextprotocol/protocolVersion': '2099-01-01' } });
    const problem = check(future, { ...FIELDS, 'mcp-protocol-version': '2099-01-01' });
    expect(problem?.code).toBe(-32022);
    expect(problem?.data).toEqual({
      supported: ['2026-07-28'],
      requested: '2099-01-01',
    });
  });

  it('of notifications only have to agree where they are', () => {
    const note = message({ method: 'notifications/x' });
    expect(check(note, {})).toBeNull();
    expect(check(note, { 'mcp-method': 'notifications/y' })?.code).toBe(-32020);
  });
});

describe('values', () => {
  it.each([
    ['us-west1', 'us-west1'],
    ['Hello, 世界', '=?base64?SGVsbG8sIOS4lueVjA==?='],
    [' padded ', '=?base64?IHBhZGRlZCA=?='],
    ['line1\nline2', '=?base64?bGluZTEKbGluZTI=?='],
    ['=?base64?literal?=', '=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?='],
    ['=?base64?=', '=?base64?='],
  ])('%j is written %s', (text, value) => {
    expect(encodeHeaderValue(text)).toBe(value);
    expect(decodeHeaderValue(value)).toBe(text);
  });

  it('survive, and are always fit for a header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const value = encodeHeaderValue(text);
        expect(value).toMatch(/^([!-~]([ -~\t]*[!-~])?)?$/);
        expect(decodeHeaderValue(value)).toBe(text);
      }),
    );
  });

  it.each(['é', 'a\u0000', '=?base64?YQ?=', '=?base64?Y Q=?=', '=?base64?YR==?=', '=?base64?7aCA?=', 'a\nb'])(
    '%j is refused',
    (value) => {
      expect(decodeHeaderValue(value)).toBeNull();
    },
  );
});

describe('x-mcp-header', () => {
  const schema = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
  const region = { type: 'string', 'x-mcp-header': 'Region' };

  it('is found at any depth of properties', () => {
    const nested = schema({ region, at: schema({ zone: { type: 'integer', 'x-mcp-header': 'Zone' } }) });
    expect(paramHeaders(nested)).toEqual({
      paths: [
        { field: 'mcp-param-region', path: ['region'] },
        { field: 'mcp-param-zone', path: ['at', 'zone'] },
      ],
    });
  });

  it.each([
    undefined,
    null,
    true,
    {},
    schema({ 'x-mcp-header': { type: 'string' } }),
    schema({ a: { default: { 'x-mcp-header': 1 } } }),
  ])('%j has none', (value) => {
    expect(paramHeaders(value)).toEqual({ paths: [] });
  });

  it.each([
    ['empty', schema({ a: { ...region, 'x-mcp-header': '' } })],
    ['no string', schema({ a: { ...region, 'x-mcp-header': 1 } })],
    ['with a space', schema({ a: { ...region, 'x-mcp-header': 'a b' } })],
    ['with a line break', schema({ a: { ...region, 'x-mcp-header': 'a\r\nb' } })],
    ['not ASCII', schema({ a: { ...region, 'x-mcp-header': 'Région' } })],
    ['twice, case aside', schema({ a: region, b: { ...region, 'x-mcp-header': 'REGION' } })],
    ['on a number', schema({ a: { ...region, type: 'number' } })],
    ['on an object', schema({ a: { ...region, type: 'object' } })],
    ['on an array', schema({ a: { ...region, type: 'array' } })],
    ['on a list of types', schema({ a: { ...region, type: ['string', 'null'] } })],
    ['on nothing typed', schema({ a: { $ref: '#/$defs/x', 'x-mcp-header': 'A' } })],
    ['on the root', { type: 'string', 'x-mcp-header': 'A' }],
    ['in items', schema({ a: { type: 'array', items: region } })],
    ['in properties of items', schema({ a: { type: 'array', items: schema({ region }) } })],
    ['in prefixItems', schema({ a: { prefixItems: [region] } })],
    ['in anyOf', schema({ a: { anyOf: [region] } })],
    ['in allOf at the root', schema({}, { allOf: [schema({ region })] })],
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, never awaited
    ['in then', schema({}, { if: {}, then: schema({ region }) })],
    ['in not', schema({ a: { not: region } })],
    ['in $defs', schema({}, { $defs: { region } })],
    ['in patternProperties', schema({}, { patternProperties: { '^a': region } })],
    ['in additionalProperties', schema({}, { additionalProperties: region })],
    [
      'in a schema too deep',
      Array.from({ length: 200 }).reduce<object>((inner) => schema({ a: inner }), region),
    ],
  ])('%s makes the tool invalid', (_, value) => {
    expect(paramHeaders(value)).toHaveProperty('invalid');
  });

  const paths = ['s', 'n', 'b'].map((key) => ({ field: `mcp-param-${key}`, path: [key] }));
  const inner = [{ field: 'mcp-param-x', path: ['a', 'x'] }];

  it('values become fields', () => {
    const args = { s: 'ä', n: -7, b: true, z: 1 };
    expect(paramFields(paths, args)).toEqual([
      'mcp-param-s',
      '=?base64?w6Q=?=',
      'mcp-param-n',
      '-7',
      'mcp-param-b',
      'true',
    ]);
    expect(paramFields(paths, { s: null, n: 9007199254740993n, b: {} })).toEqual([]);
    expect(unfitParam(paths, { s: null, n: 7 })).toBeNull();
    expect(unfitParam(paths, { n: 9007199254740992 })).toBe('n');
    expect(unfitParam(inner, { a: { x: {} } })).toBe('a.x');
    expect(paramFields(inner, { a: { x: 1 } })).toEqual(['mcp-param-x', '1']);
    expect(paramFields(inner, { a: [1] })).toEqual([]);
    expect(paramFields([{ field: 'mcp-param-c', path: ['constructor', 'name'] }], {})).toEqual([]);
  });

  it.each<[object, Record<string, string>, boolean]>([
    [{}, {}, true],
    [{ s: null }, {}, true],
    [{ s: 'x' }, { 'mcp-param-s': 'x' }, true],
    [{ s: 'ä' }, { 'mcp-param-s': '=?base64?w6Q=?=' }, true],
    [{ n: 42 }, { 'mcp-param-n': '42.0' }, true],
    [{ b: false }, { 'mcp-param-b': 'false' }, true],
    [{ n: 9007199254740993n }, {}, true],
    [{ s: 'x' }, {}, false],
    [{ s: 'x' }, { 'mcp-param-s': 'X' }, false],
    [{ s: '42' }, { 'mcp-param-s': '42.0' }, false],
    [{ n: 42 }, { 'mcp-param-n': '0x2a' }, false],
    [{ n: 42 }, { 'mcp-param-n': '43' }, false],
    [{ s: 'x' }, { 'mcp-param-s': '=?base64?x?=' }, false],
    [{}, { 'mcp-param-s': 'x' }, false],
    [{ s: null }, { 'mcp-param-s': 'null' }, false],
    [{ n: 9007199254740993n }, { 'mcp-param-n': '1' }, false],
    [{ n: 9007199254740992 }, { 'mcp-param-n': '9007199254740992' }, false],
  ])('%o with %o agree: %s', (args, fields, agree) => {
    const problem = checkParamFields(paths, args, flat(fields));
    expect(problem === null).toBe(agree);
  });

  it('what is written is always accepted', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.double({ noNaN: true }),
    );
    fc.assert(
      fc.property(fc.record({ s: value, n: value, b: value }, { requiredKeys: [] }), (args) => {
        expect(checkParamFields(paths, args, paramFields(paths, args))).toBeNull();
      }),
    );
  });
});
