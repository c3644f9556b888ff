// How a call may become a task, by what its client wants, what its server keeps and what either knows.
import type { CatalogItem } from '../contract/catalog.ts';
import type { GatewayRequest } from '../contract/gateway.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { Opening } from '../contract/tasks.ts';
import { PLAIN } from '../gateway/call.ts';
import { encode } from '../protocol/bytes.ts';
import { capabilitiesIn, declaredBy, TASKS_EXTENSION } from '../protocol/extensions.ts';
import { scanServer } from '../protocol/scan.ts';
import { modernMembersOf, taskIn } from './forms.ts';

export function knowsTasks(request: GatewayRequest): boolean {
  return TASKS_EXTENSION in declaredBy(request).extensions;
}

/**
 * A legacy client wants a task, and its server must give one; a modern server decides, and its client must know tasks.
 * So a modern server's task cannot be given to a legacy client; a legacy server's can be to a modern one.
 */
export function opening(request: GatewayRequest, { tasks }: CatalogItem): Opening {
  const { form, support } = tasks!;
  const { era, protocolVersion, message } = request;
  if (era === 'legacy') {
    if (message.task === null) return PLAIN;
    const carried = form === 'legacy' && support !== 'forbidden' && protocolVersion >= '2025-11-25';
    return carried ? { ...PLAIN, begins: true, keeps: true } : { refused: 'unsupported' };
  }
  const knows = knowsTasks(request);
  if (form === 'modern') return knows ? { ...PLAIN, begins: true, extension: true } : PLAIN;
  if (support !== 'required') return PLAIN;
  return knows ? { ...PLAIN, begins: true, members: '"task":{}' } : { refused: 'undeclared' };
}

/** A legacy server's task, as a modern client is told of it. */
export function modernCreated(
  answer: ServerMessage,
  span: NonNullable<ServerMessage['result']>,
  id: string,
): ServerMessage {
  const members = modernMembersOf(taskIn(answer, span), id);
  const { _meta } = capabilitiesIn(taskIn(answer, answer.result!));
  const meta = _meta === undefined ? '' : `,"_meta":${JSON.stringify(_meta)}`;
  return scanServer(encode(`{"jsonrpc":"2.0","id":0,"result":{"resultType":"task",${members}${meta}}}`))!;
}
