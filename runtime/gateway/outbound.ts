// A call, as it is sent to the server of `item`.
import type { CatalogItem } from '../contract/catalog.ts';
import type { BackendCall } from '../contract/server.ts';
import { declaredBy, passedOn } from '../protocol/extensions.ts';
import { insertion, removal } from '../protocol/splice.ts';
import { NO_FIELDS } from './answers.ts';
import type { Call } from './call.ts';

export function outboundOf(call: Call, item: CatalogItem): BackendCall {
  const { message, era } = call.request;
  const paramFields = item.mirror?.fields(message) ?? NO_FIELDS;
  // A resource is asked for as the client spelled it: what is judged is what is sent.
  const subject = item.subject === 'resource' ? call.asked : item.original;
  const renamed = item.subject === 'resource' ? null : message.nameSpan;
  const logLevel = era === 'legacy' && call.logLevel !== null ? call.logLevel : undefined;
  const { opening } = call;
  const edits = message.task === null || opening.keeps ? [] : [removal(message.bytes, message.task)];
  if (opening.members !== '') edits.push(insertion(message.bytes, message.params!.start, opening.members));
  const extensions = passedOn(declaredBy(call.request), opening.extension);
  const { timeoutMs } = item;
  const labels = call.taking?.labels;
  return {
    subject,
    renamed,
    message,
    paramFields,
    timeoutMs,
    logLevel,
    extensions,
    edits,
    of: call,
    labels,
  };
}
