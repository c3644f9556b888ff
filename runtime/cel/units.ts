// Text by its UTF-16 units, for work that no method of JavaScript does on long texts in little time for each.

/** Units that one call takes: more would be too many arguments. */
const chunk = 8192;

/** The text of these units. */
export function fromUnits(units: Uint16Array | Uint8Array): string {
  let text = '';
  for (let at = 0; at < units.length; at += chunk) {
    text += String.fromCharCode.apply(null, units.subarray(at, at + chunk) as unknown as number[]);
  }
  return text;
}

/** With the units from `first` to `last` moved by `by`, nothing else changed. */
export function shifted(text: string, first: number, last: number, by: number): string {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    units[i] = unit >= first && unit <= last ? unit + by : unit;
  }
  return fromUnits(units);
}

/** True for the first unit of a code point of two. */
export function isHigh(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

/** Code points from the last to the first. */
export function reversed(text: string): string {
  const units = new Uint16Array(text.length);
  for (let i = 0, to = text.length - 1; i < text.length; i++, to--) {
    const unit = text.charCodeAt(i);
    if (isHigh(unit) && i + 1 < text.length) {
      units[to - 1] = unit;
      units[to] = text.charCodeAt(++i);
      to--;
    } else units[to] = unit;
  }
  return fromUnits(units);
}
