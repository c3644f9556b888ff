// A call as another tool takes it: its name, its arguments mapped where the chain says so and checked as its lock has them.
import type { CallContext } from '../contract/attempt.ts';
import type { CatalogItem } from '../contract/catalog.ts';
import type { ClientMessage } from '../contract/message.ts';
import type { LinkPlan } from '../contract/plan-ways.ts';
import type { BackendCall } from '../contract/server.ts';
import { type CallFacts, NO_REQUEST, type ToolFacts } from '../contract/tool.ts';
import { parseArgs } from '../protocol/args.ts';
import { binary, concat, encode, jsonOf } from '../protocol/bytes.ts';
import { scanClient } from '../protocol/scan-client.ts';
import { type Edit, insertion, splice } from '../protocol/splice.ts';

/** Deeper arguments no expression makes. */
const DEPTH = 128;

/** The call for `item`; or, in a word, why it cannot be made. */
export function fitted(link: LinkPlan, item: CatalogItem, call: BackendCall): BackendCall | string {
  const mapped = link.args === null ? null : mapping(link, call);
  if (mapped === 'failed') return 'arguments cannot be mapped';
  const message = mapped?.message ?? call.message;
  if (item.mirror?.unfit(message) != null) return 'arguments cannot be sent';
  const facts = mapped === null ? call.of?.facts : factsOf(mapped.message, call.of);
  if (facts !== undefined && item.check?.(facts)) return 'arguments do not fit';
  return {
    ...call,
    subject: item.original,
    renamed: call.message.nameSpan,
    paramFields: item.mirror?.fields(message) ?? [],
    ...(mapped === null ? {} : { edits: [...(call.edits ?? []), mapped.edit] }),
  };
}

interface Mapped {
  readonly edit: Edit;
  /** What the client would have sent. */
  readonly message: ClientMessage;
}

function mapping({ args, reads }: LinkPlan, { message, of }: BackendCall): Mapped | 'failed' {
  if (of === undefined) return 'failed';
  try {
    const { request, facts } = of;
    const given = reads.args ? facts.args : {};
    const asked = reads.request ? facts.request : NO_REQUEST;
    const edit = editOf(message, args!(request.agent, of.item!.facts as ToolFacts, given, asked));
    const made = scanClient(concat(splice(message.bytes, [edit])), { depth: DEPTH });
    return 'refused' in made ? 'failed' : { edit, message: made };
  } catch {
    return 'failed';
  }
}

/** Other arguments in the place of the client's. */
function editOf({ bytes, params, args }: ClientMessage, json: string): Edit {
  const raw = encode(json);
  const text = binary(raw, 0, raw.length);
  return args === null ? insertion(bytes, params!.start, `"arguments":${text}`) : { span: args, with: text };
}

function factsOf(message: ClientMessage, of: CallContext | undefined): CallFacts {
  const { bytes, args } = message;
  const request = of?.facts.request ?? NO_REQUEST;
  return {
    args: parseArgs(message),
    rounded: args === null ? {} : jsonOf(bytes, args),
    request,
    readable: true,
  };
}
