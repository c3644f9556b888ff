// Content-Type and Accept, as the Streamable HTTP transport demands them.

const JSON_TYPE = 'application/json';
const EVENTS = 'text/event-stream';

/** True for `application/json`, in UTF-8 if it says so. */
export function isJson(contentType: string | null): boolean {
  if (contentType === null) return false;
  if (contentType === JSON_TYPE) return true;
  const [type, ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  return type === JSON_TYPE && parameters.every(isHarmless);
}

function isHarmless(parameter: string): boolean {
  return !parameter.startsWith('charset=') || /^charset="?utf-?8"?$/.test(parameter);
}

/**
 * True when the client takes both a JSON answer and an event stream. Clients must list both (Streamable HTTP, "Sending
 * Messages", in every revision); a wildcard counts, an absent field does not.
 */
export function acceptsBoth(accept: string | null): boolean {
  if (accept === null) return false;
  if (accept === `${JSON_TYPE}, ${EVENTS}` || accept === `${EVENTS}, ${JSON_TYPE}`) return true;
  const ranges = accept.split(',').map(readRange);
  return accepts(ranges, JSON_TYPE) && accepts(ranges, EVENTS);
}

interface Range {
  readonly type: string;
  readonly refused: boolean;
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  return { type, refused: parameters.some((parameter) => /^q=0(\.0{0,3})?$/.test(parameter)) };
}

/** The most specific range that covers `type` decides (RFC 9110, 12.5.1). */
function accepts(ranges: readonly Range[], type: string): boolean {
  const family = `${type.slice(0, type.indexOf('/'))}/*`;
  for (const wanted of [type, family, '*/*']) {
    const range = ranges.find((candidate) => candidate.type === wanted);
    if (range !== undefined) return !range.refused;
  }
  return false;
}
