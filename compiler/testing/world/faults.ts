// What goes wrong at the servers of a test, for so long as it says: each server's address has at most one fault.
import type { BackendAnswer, MemoryBackend } from './backend.ts';
import { askMethods } from './protocol.ts';

/** How calls at a server go wrong. `none` ends what was wrong. */
export const faultKinds = [
  'timeout',
  'http',
  'reset',
  'malformed',
  'slow',
  'tool-error',
  'unreachable',
  'none',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly server: string;
  readonly kind: FaultKind;
  /** Which of its addresses, from 0; null for all. */
  readonly address: number | null;
  /** The server's own name of the one tool that goes wrong; null for all that it is asked. */
  readonly tool: string | null;
  /** The HTTP status, for `http`. */
  readonly status: number;
  /** Milliseconds until the answer, for `slow`. */
  readonly ms: number;
  /** What the tool says, for `tool-error`. */
  readonly text: string;
  /** How many calls go wrong; null: all, until another fault of the server. */
  readonly times: number | null;
}

export interface Faults {
  /** From now on this happens at these addresses. */
  set(keys: readonly string[], fault: Fault): void;
  /** The backend behind an address, with what is wrong there. */
  around(key: string, backend: MemoryBackend): MemoryBackend;
}

export function createFaults(): Faults {
  const active = new Map<string, { readonly fault: Fault; left: { count: number } }>();
  return {
    set(keys, fault) {
      const left = { count: fault.times ?? Number.POSITIVE_INFINITY };
      for (const key of keys) {
        if (fault.kind === 'none') active.delete(key);
        else active.set(key, { fault, left });
      }
    },
    around: (key, backend) => (message) => {
      const { fault, left } = active.get(key) ?? {};
      if (fault === undefined || left!.count <= 0 || !concerns(fault, message)) return backend(message);
      left!.count -= 1;
      return faulty(fault, message, backend);
    },
  };
}

interface Message {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: { readonly name?: unknown };
}

/** A fault of some calls, or of one tool, leaves health checks and lists as they are; so does what only a tool can do. */
function concerns({ kind, tool, times }: Fault, text: string): boolean {
  const { method, params } = JSON.parse(text) as Message;
  if (method === 'tools/call') return tool === null || params?.name === tool;
  if (askMethods.has(String(method))) return tool === null && kind !== 'tool-error';
  return tool === null && times === null && kind !== 'tool-error' && kind !== 'slow';
}

function faulty({ kind, status, ms, text }: Fault, message: string, backend: MemoryBackend): BackendAnswer {
  switch (kind) {
    case 'timeout':
      return { status: 0, text: '', lost: 'silent' };
    case 'reset':
      return { status: 0, text: '', lost: 'reset' };
    case 'unreachable':
      return { status: 0, text: '', lost: 'refused' };
    case 'http':
      return { status, text: '' };
    case 'malformed':
      return { status: 200, text: '{"jsonrpc":"2.0","id":' };
    case 'slow':
      return { ...backend(message), afterMs: ms };
    default:
      return { status: 200, text: toolError(message, text) };
  }
}

function toolError(message: string, text: string): string {
  const { id } = JSON.parse(message) as Message;
  const result = { resultType: 'complete', content: [{ type: 'text', text }], isError: true };
  return JSON.stringify({ jsonrpc: '2.0', id, result });
}
