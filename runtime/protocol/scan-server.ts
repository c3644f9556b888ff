// What a backend sent: kind, id, and the few fields the gateway acts on. Strings are skipped, not read.
// Specification 2026-07-28, basic/index, "Messages", "ResultType".
import type { ServerMessage, Span } from '../contract/message.ts';
import { textOf } from './bytes.ts';
import { keyOf, skipMembers, skipSpace } from './skip.ts';

interface Draft {
  readonly bytes: Uint8Array;
  versioned: boolean;
  id: Span | null;
  method: string | null;
  params: Span | null;
  result: Span | null;
  error: Span | null;
  isError: boolean | null;
  resultType: string | null;
  progressToken: Span | null;
  errorCode: number | null;
}

/**
 * Scans one JSON-RPC message of a backend. Null when it is none: not one object, no "2.0", an own key twice, no or
 * several of method, result and error, a result without id. What is inside other values is not checked.
 * `bytes` is kept, not copied. Never throws; time is linear in `bytes`.
 */
export function scanServer(bytes: Uint8Array): ServerMessage | null {
  const draft = newDraft(bytes);
  const end = skipMembers(bytes, skipSpace(bytes, 0), draft, visitEnvelope);
  if (end < 0 || skipSpace(bytes, end) !== bytes.length || !draft.versioned) return null;
  if (draft.method !== null) return called(draft, draft.method);
  return answered(draft);
}

function newDraft(bytes: Uint8Array): Draft {
  return {
    bytes,
    versioned: false,
    id: null,
    method: null,
    params: null,
    result: null,
    error: null,
    isError: null,
    resultType: null,
    progressToken: null,
    errorCode: null,
  };
}

function visitEnvelope(draft: Draft, key: string, start: number, end: number): boolean {
  switch (key) {
    case 'jsonrpc':
      if (draft.versioned) return false;
      draft.versioned = stringAt(draft.bytes, start, end) === '2.0';
      return draft.versioned;
    case 'id':
      if (draft.id !== null) return false;
      draft.id = { start, end };
      return true;
    case 'method':
      if (draft.method !== null) return false;
      draft.method = stringAt(draft.bytes, start, end);
      return draft.method !== null;
    case 'params':
    case 'result':
    case 'error':
      if (draft[key] !== null) return false;
      draft[key] = { start, end };
      return draft.bytes[start] === 0x7b;
    default:
      return true;
  }
}

function called(draft: Draft, method: string): ServerMessage | null {
  if (draft.result !== null || draft.error !== null) return null;
  if (draft.id !== null && !isId(draft.bytes, draft.id)) return null;
  if (!inside(draft, draft.params, visitParams)) return null;
  return message(draft, draft.id === null ? 'notification' : 'request', method);
}

function answered(draft: Draft): ServerMessage | null {
  if ((draft.result === null) === (draft.error === null)) return null;
  const { bytes, id } = draft;
  // An error's id may be null: the server could not read ours.
  const named = id !== null && isId(bytes, id);
  if (id !== null && !named && (draft.error === null || textOf(bytes, id) !== 'null')) return null;
  if (draft.error !== null)
    return inside(draft, draft.error, visitError) ? message(draft, 'error', '') : null;
  return named && inside(draft, draft.result, visitResult) ? message(draft, 'result', '') : null;
}

type Visit = typeof visitEnvelope;

function inside(draft: Draft, span: Span | null, visit: Visit): boolean {
  return span === null || skipMembers(draft.bytes, span.start, draft, visit) >= 0;
}

function visitResult(draft: Draft, key: string, start: number, end: number): boolean {
  if (key === 'isError') {
    if (draft.isError !== null) return false;
    draft.isError = draft.bytes[start] === 0x74;
  } else if (key === 'resultType') {
    if (draft.resultType !== null) return false;
    draft.resultType = stringAt(draft.bytes, start, end);
    return draft.resultType !== null;
  }
  return true;
}

function visitParams(draft: Draft, key: string, start: number, end: number): boolean {
  if (key !== 'progressToken') return true;
  if (draft.progressToken !== null) return false;
  draft.progressToken = { start, end };
  return true;
}

function visitError(draft: Draft, key: string, start: number, end: number): boolean {
  if (key !== 'code') return true;
  if (draft.errorCode !== null) return false;
  draft.errorCode = Number(textOf(draft.bytes, { start, end }));
  return Number.isInteger(draft.errorCode);
}

/** A string's characters, or null if the value is no string. */
function stringAt(bytes: Uint8Array, start: number, end: number): string | null {
  return bytes[start] === 0x22 ? keyOf(bytes, start + 1, end - 1) : null;
}

/** A string or an integer. */
function isId(bytes: Uint8Array, span: Span): boolean {
  return bytes[span.start] === 0x22 || /^-?\d+$/.test(textOf(bytes, span));
}

function message(draft: Draft, kind: ServerMessage['kind'], method: string): ServerMessage {
  const { bytes, id, params, result, error, resultType, progressToken, errorCode } = draft;
  const isError = draft.isError === true;
  return { bytes, kind, id, method, params, result, error, isError, resultType, progressToken, errorCode };
}
