// Reads a request's body within its bounds.
import type { Bounds } from '../../contract/http.ts';
import { concat } from '../../protocol/bytes.ts';

/** The body; 413 when it is larger than its bound, 408 when it takes longer, 400 when the client breaks it off. */
export async function bodyOf(
  request: Request,
  { bodyBytes, bodyMs }: Pick<Bounds, 'bodyBytes' | 'bodyMs'>,
): Promise<Uint8Array | 400 | 408 | 413> {
  const chunks: Uint8Array[] = [];
  const reader = request.body?.getReader();
  if (reader === undefined) return concat(chunks);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void reader.cancel().catch(() => {});
  }, bodyMs);
  try {
    let size = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > bodyBytes) return 413;
      chunks.push(part.value);
    }
    return late ? 408 : concat(chunks);
  } catch {
    return late ? 408 : 400;
  } finally {
    clearTimeout(timer);
  }
}
