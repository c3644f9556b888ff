// What rules may read of a call; each part is parsed when a rule first asks for it.
import type { Clock } from '../contract/environment.ts';
import type { GatewayRequest } from '../contract/gateway.ts';
import type { CallFacts, RequestFacts } from '../contract/tool.ts';
import { parseArgs, parseMeta } from '../protocol/args.ts';
import { textOf } from '../protocol/bytes.ts';

/** The facts of one call. `args` throws on an integer beyond int64, each time it is asked. */
export function callFacts(request: GatewayRequest, clock: Clock): CallFacts {
  let args: unknown;
  let facts: RequestFacts | undefined;
  return {
    get args() {
      if (args === undefined) args = parseArgs(request.message);
      return args;
    },
    get request() {
      facts ??= requestFacts(request, clock);
      return facts;
    },
  };
}

function requestFacts({ message, head }: GatewayRequest, clock: Clock): RequestFacts {
  const id = message.id === null ? '' : textOf(message.bytes, message.id);
  const meta = parseMeta(message);
  return { method: message.method, time: clock.now(), id, ip: head.peer, meta, headers: NO_HEADERS };
}

/** No key of the language declares header fields yet. */
const NO_HEADERS = Object.freeze({});
