// A small JSON document of an issuer: read once, within bounds, without following anybody anywhere.
import type { Environment } from '../contract/environment.ts';
import { concat } from '../protocol/bytes.ts';
import { fieldValue } from '../protocol/headers.ts';

/** Milliseconds until a document must be there. */
const DEADLINE_MS = 5_000;
/** Bytes: more than any issuer's keys. */
const MOST_BYTES = 256 * 1024;

/**
 * The JSON at a URL.
 *
 * @throws Error that says what came instead, for the operator
 */
export function getJson(url: URL, { http, clock }: Pick<Environment, 'http' | 'clock'>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    // A client that cannot send says so before `request` has returned.
    let cancel = (): unknown => null;
    const stop = clock.after(DEADLINE_MS, () => refuse(`does not answer within ${DEADLINE_MS} ms`));
    const give = (end: () => void): void => {
      stop();
      end();
    };
    const fail = (detail: string): void => give(() => reject(new Error(`${url.href} ${detail}`)));
    const refuse = (detail: string): void => {
      cancel();
      fail(detail);
    };
    cancel = http.request(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: 'GET',
        fields: ['accept', 'application/json'],
        body: null,
        stream: false,
      },
      {
        head(status, fields) {
          if (status === 200) return;
          const to = fieldValue(fields, 'location');
          refuse(`answers ${status}${to === null ? '' : `, and leads to ${to.slice(0, 200)}`}`);
        },
        data(chunk) {
          bytes += chunk.length;
          if (bytes > MOST_BYTES) refuse(`is larger than ${MOST_BYTES} bytes`);
          else chunks.push(chunk);
        },
        end() {
          try {
            const json: unknown = JSON.parse(
              new TextDecoder('utf-8', { fatal: true }).decode(concat(chunks)),
            );
            give(() => resolve(json));
          } catch {
            fail('is not JSON');
          }
        },
        error: (detail) => fail(`cannot be read: ${detail}`),
      },
    );
  });
}
