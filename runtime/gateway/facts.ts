// What rules may read of a call; each part is parsed when it is first asked for.
import type { Clock } from '../contract/environment.ts';
import type { GatewayRequest } from '../contract/gateway.ts';
import type { CallFacts, RequestFacts } from '../contract/tool.ts';
import { parseArgs, parseMeta } from '../protocol/args.ts';
import { jsonOf, textOf } from '../protocol/bytes.ts';

/** No key of the language declares header fields yet. */
const NO_HEADERS = Object.freeze({});

/** The facts of one call. Arguments with an integer beyond int64 cannot be judged: they are not readable. */
export function callFacts(request: GatewayRequest, clock: Clock): CallFacts {
  return new Facts(request, clock);
}

class Facts implements CallFacts {
  readable = true;
  readonly #request: GatewayRequest;
  readonly #clock: Clock;
  #args: unknown;
  #facts: RequestFacts | undefined;

  constructor(request: GatewayRequest, clock: Clock) {
    this.#request = request;
    this.#clock = clock;
  }

  get args(): unknown {
    if (this.#args === undefined) {
      this.readable = false;
      this.#args = parseArgs(this.#request.message);
      this.readable = true;
    }
    return this.#args;
  }

  get rounded(): unknown {
    const { bytes, args, hasBigNumbers } = this.#request.message;
    return hasBigNumbers && args !== null ? jsonOf(bytes, args) : this.args;
  }

  get request(): RequestFacts {
    this.#facts ??= requestFacts(this.#request, this.#clock);
    return this.#facts;
  }
}

function requestFacts({ message, head }: GatewayRequest, clock: Clock): RequestFacts {
  const { bytes, id, method } = message;
  const text = id === null ? '' : textOf(bytes, id);
  return {
    method,
    time: clock.now(),
    id: text,
    ip: head.peer,
    meta: parseMeta(message),
    headers: NO_HEADERS,
  };
}
