// What a completion refers to.
import { expect, test } from 'vitest';
import { completionRef } from '../../runtime/completion/ref.ts';
import { encode, textOf } from '../../runtime/protocol/bytes.ts';
import { scanClient } from '../../runtime/protocol/scan.ts';

function refOf(ref: string) {
  const json = `{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"argument":{"name":"a","value":""},"ref":${ref}}}`;
  const message = scanClient(encode(json), { depth: 64 });
  if ('refused' in message) throw new Error(message.message);
  const found = completionRef(message);
  return found && { ...found, nameSpan: textOf(message.bytes, found.nameSpan) };
}

test('a prompt, a resource, or nothing that the protocol knows', () => {
  expect(refOf('{"name":"a\\u0073k","type":"ref/prompt"}')).toEqual({
    subject: 'prompt',
    name: 'ask',
    nameSpan: '"a\\u0073k"',
  });
  expect(refOf('{"type":"ref/resource","uri":"docs://{page}","name":"x"}')).toMatchObject({
    subject: 'resource',
    name: 'docs://{page}',
  });
  for (const ref of [
    '{"type":"ref/other","name":"x"}',
    '{"type":"ref/prompt"}',
    '{"type":"ref/prompt","name":1}',
    '"x"',
    '[]',
  ])
    expect(refOf(ref)).toBeNull();
});
