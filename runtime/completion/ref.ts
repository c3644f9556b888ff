// What `completion/complete` refers to. Specification 2026-07-28, server/utilities/completion.
import type { ClientMessage, Span } from '../contract/message.ts';
import { stringAt } from '../protocol/bytes.ts';
import { members } from '../protocol/skip.ts';

export interface CompletionRef {
  readonly subject: 'prompt' | 'resource';
  /** A prompt's name, or a resource's URI or URI template. */
  readonly name: string;
  readonly nameSpan: Span;
}

/** The reference of a completion request; null where it has none that the protocol knows. */
export function completionRef({ bytes, params }: ClientMessage): CompletionRef | null {
  const ref = params && members(bytes, params.start, ['ref'])?.found[0];
  if (ref == null || bytes[ref.start] !== 0x7b) return null;
  const [type, name, uri] = members(bytes, ref.start, ['type', 'name', 'uri'])?.found ?? [];
  const kind = stringAt(bytes, type);
  const nameSpan = kind === 'ref/prompt' ? name : kind === 'ref/resource' ? uri : undefined;
  const text = stringAt(bytes, nameSpan);
  if (nameSpan === undefined || text === null) return null;
  return { subject: kind === 'ref/prompt' ? 'prompt' : 'resource', name: text, nameSpan };
}
