// One message posted to an older server, which answers it over its stream.
import type { HttpCall, HttpClient } from '../contract/environment.ts';
import type { BackendFailure } from '../contract/server.ts';
import { failure, unreachable } from './failure.ts';

/** Posts once. What the response says beyond its status is of no interest: answers come over the stream. */
export function post(
  http: HttpClient,
  message: Pick<HttpCall, 'origin' | 'path' | 'fields' | 'body'>,
  refused: (why: BackendFailure) => void,
  accepted: () => void,
): void {
  let code = 0;
  http.request(
    { ...message, method: 'POST', stream: false },
    {
      head(status) {
        code = status;
      },
      data() {},
      end() {
        // A redirect is a refusal: credentials and arguments stay with the server they are for.
        if (code >= 300) refused(failure('http', `HTTP ${code}`, true, code));
        else accepted();
      },
      error: (detail, begun) => refused(begun ? failure('reset', detail, true) : unreachable(detail)),
    },
  );
}
