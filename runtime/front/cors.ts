// Pages of `listen.origins` may read answers: the Fetch standard's CORS protocol, and no more of it than they need.
import { after } from '../contract/after.ts';
import type { Answer, Cors, Exchange, Fields, Front, RequestHead, Sender } from '../contract/http.ts';
import { fieldValue } from '../protocol/headers.ts';

/** Header fields of a request that a page may set beside those it always may; those of MCP begin with `mcp-`. */
const ALLOWED = /^(accept|authorization|content-type|last-event-id|x-api-key|mcp-[a-z0-9!#$%&'*+.^_`|~-]+)$/;
const MAX_ALLOWED = 100;

/** What of an answer a page may read beside its body. */
const EXPOSED: Fields = [
  'access-control-expose-headers',
  'Mcp-Session-Id, Retry-After, WWW-Authenticate, RateLimit',
];

/** The fields that let the page read the answer; none for who is no page of `origins`. */
function sharing(origins: readonly string[], { fields }: Sender): Fields {
  const origin = fieldValue(fields, 'origin');
  if (origin === null || !origins.includes(origin.toLowerCase())) return [];
  return ['access-control-allow-origin', origin, ...EXPOSED];
}

/** What a front needs of this, where `listen.origins` names a page. */
export const cors: Cors = { preflight, sharedWith };

/** The answer to a preflight of a page of `origins`, which carries no credential; null for any other request. */
function preflight(origins: readonly string[], head: RequestHead): Answer | null {
  if (head.method !== 'OPTIONS' || sharing(origins, head).length === 0) return null;
  if (fieldValue(head.fields, 'access-control-request-method') === null) return null;
  const asked = fieldValue(head.fields, 'access-control-request-headers') ?? '';
  const names = asked.split(',', MAX_ALLOWED).map((name) => name.trim().toLowerCase());
  const fields = ['access-control-allow-methods', 'GET, POST, DELETE', 'access-control-max-age', '7200'];
  const allowed = names.filter((name) => ALLOWED.test(name));
  if (allowed.length > 0) fields.push('access-control-allow-headers', allowed.join(', '));
  return { status: 204, fields, body: [] };
}

/** The front, whose answers the pages of `origins` may read. The front itself decides who may call. */
function sharedWith<Caller>(front: Front<Caller>, origins: readonly string[]): Front<Caller> {
  // Without Vary a cache would hand one origin's answer to another.
  const added = (from: Sender): Fields => ['vary', 'Origin', ...sharing(origins, from)];
  const shared = (answer: Answer, from: Sender): Answer => ({
    ...answer,
    fields: answer.fields.concat(added(from)),
  });
  return {
    ...front,
    admit: (head) =>
      after(front.admit(head), (decision) => ('status' in decision ? shared(decision, head) : decision)),
    serve: (admission, body, exchange) =>
      front.serve(admission, body, withFields(exchange, added(admission.head))),
    refuse: (status, from, reason) => shared(front.refuse(status, from, reason), from),
  };
}

function withFields(exchange: Exchange, added: Fields): Exchange {
  return {
    write: (chunk) => exchange.write(chunk),
    end: () => exchange.end(),
    onGone: (gone) => exchange.onGone(gone),
    flow: (status, fields) => exchange.flow?.(status, fields?.concat(added)) ?? null,
    send: (answer) => exchange.send({ ...answer, fields: answer.fields.concat(added) }),
    open: (status, fields) => exchange.open(status, fields.concat(added)),
  };
}
