// How a call may become a task, by what its client wants, what its server keeps and what either knows.
import type { CatalogItem } from '../contract/catalog.ts';
import type { GatewayRequest } from '../contract/gateway.ts';
import type { ServerMessage } from '../contract/message.ts';
import type { Opening } from '../contract/tasks.ts';
import { PLAIN } from '../gateway/call.ts';
import { encode } from '../protocol/bytes.ts';
import { declaredBy, TASKS_EXTENSION } from '../protocol/extensions.ts';
import { recordIn } from '../protocol/record.ts';
import { scanServer } from '../protocol/scan.ts';
import { SINCE } from './announce.ts';
import { modernMembersOf, taskIn } from './forms.ts';

export function knowsTasks(request: GatewayRequest): boolean {
  return TASKS_EXTENSION in declaredBy(request).extensions;
}

/**
 * A legacy client wants a task, and must be given one; a modern server decides, and its client must know tasks. What a modern
 * server answers at once to who wants a task is kept here.
 *
 * @param keeps whether it can be
 */
export function opening(request: GatewayRequest, { tasks }: CatalogItem, keeps: boolean): Opening {
  const { form, support } = tasks!;
  const { era, protocolVersion, message } = request;
  const begins = { ...PLAIN, begins: true, whole: true };
  if (era === 'legacy') {
    if (message.task === null) return PLAIN;
    if (protocolVersion < SINCE) return UNSUPPORTED;
    if (form === 'modern') return keeps ? { ...begins, extension: true } : UNSUPPORTED;
    return support === 'forbidden' ? UNSUPPORTED : { ...begins, keeps: true };
  }
  const knows = knowsTasks(request);
  if (form === 'modern') return knows ? { ...begins, whole: false, extension: true } : PLAIN;
  if (support !== 'required') return PLAIN;
  return knows ? { ...begins, members: '"task":{}' } : { refused: 'undeclared' };
}

export const UNSUPPORTED = { refused: 'unsupported' } as const;

/** A legacy server's task, as a modern client is told of it. */
export function modernCreated(
  answer: ServerMessage,
  span: NonNullable<ServerMessage['result']>,
  id: string,
): ServerMessage {
  const members = modernMembersOf(taskIn(answer, span), id);
  const { _meta } = recordIn(taskIn(answer, answer.result!));
  const meta = _meta === undefined ? '' : `,"_meta":${JSON.stringify(_meta)}`;
  return scanServer(encode(`{"jsonrpc":"2.0","id":0,"result":{"resultType":"task",${members}${meta}}}`))!;
}
