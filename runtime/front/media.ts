// Content-Type and Accept, as the Streamable HTTP transport demands them.

export const JSON_TYPE = 'application/json';
export const EVENTS = 'text/event-stream';

/** True for `application/json`, in UTF-8 if it says so. */
export function isJson(contentType = ''): boolean {
  if (contentType === JSON_TYPE) return true;
  const [type, ...parameters] = partsOf(contentType);
  return type === JSON_TYPE && parameters.every((part) => /^(?!charset=)|^charset="?utf-?8"?$/.test(part));
}

/**
 * True when the client takes both a JSON answer and an event stream. Clients must list both (Streamable HTTP, "Sending
 * Messages", in every revision); a wildcard counts, an absent field does not.
 */
export function acceptsBoth(accept = ''): boolean {
  if (accept === `${JSON_TYPE}, ${EVENTS}`) return true;
  const ranges = new Map(accept.split(',').map(readRange));
  return accepts(ranges, JSON_TYPE) && accepts(ranges, EVENTS);
}

/** True when the client takes an event stream. */
export function acceptsEvents(accept = ''): boolean {
  return accept === EVENTS || accepts(new Map(accept.split(',').map(readRange)), EVENTS);
}

/** A media range, and whether it is wanted. */
function readRange(text: string): [range: string, wanted: boolean] {
  const [range = '', ...parameters] = partsOf(text);
  return [range, !parameters.some((part) => /^q=0(\.0*)?$/.test(part))];
}

/** The most specific range that covers `type` decides (RFC 9110, 12.5.1). */
function accepts(ranges: ReadonlyMap<string, boolean>, type: string): boolean {
  return ranges.get(type) ?? ranges.get(type.replace(/\/.*/, '/*')) ?? ranges.get('*/*') ?? false;
}

function partsOf(value: string): string[] {
  return value.split(';').map((part) => part.trim().toLowerCase());
}
