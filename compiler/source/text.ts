// From a file's bytes to its text: UTF-8, of bearable size, without characters that deceive the reader.
import type { Finding } from '../diagnostics/finding.ts';
import type { SourceText } from '../diagnostics/position.ts';

/** Largest file that a person wrote, and largest lock, in bytes. */
export const largestFile = 1024 * 1024;
export const largestLock = 16 * 1024 * 1024;

/** The text, or null where the bytes are not UTF-8. */
export function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The text, or why there is none, as the end of a sentence that begins with the file's name. */
export function decode(
  bytes: Uint8Array,
): { readonly text: string } | { readonly wrong: string; readonly help: string } {
  if (bytes.length > largestFile) {
    return { wrong: 'is larger than 1 MiB', help: 'Split it, and name the parts under `include`.' };
  }
  const text = utf8(bytes);
  if (text !== null) return { text };
  return { wrong: `is not UTF-8 in line ${firstBadLine(bytes)}`, help: 'Save it as UTF-8.' };
}

/** The line, from 1, of the first byte that is not UTF-8. */
function firstBadLine(bytes: Uint8Array): number {
  const isGood = (length: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isGood(middle)) good = middle;
    else bad = middle;
  }
  return bytes.subarray(0, good).filter((byte) => byte === 0x0a).length + 1;
}

const byteOrderMark = '\ufeff';
// Line breaks and tabs are the only control characters that YAML text needs.
const control = /(?!\r\n)[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const direction = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const mostOfAKind = 20;

/** Findings on characters that no reader sees. */
export function unseen({ path: file, text }: SourceText): readonly Finding[] {
  const findings: Finding[] = [];
  if (text.startsWith(byteOrderMark)) {
    findings.push({
      rule: 'source/byte-order-mark',
      severity: 'error',
      message: 'The file begins with a byte order mark.',
      range: { file, start: 0, end: 1 },
      help: 'Save it as UTF-8 without BOM.',
    });
  }
  findings.push(
    ...matches(text, control).map(
      (start): Finding => ({
        rule: 'source/control-character',
        severity: 'error',
        message: `The control character ${codePoint(text, start)} stands here.`,
        range: { file, start, end: start + 1 },
        help: 'Remove it.',
      }),
    ),
    ...matches(text, direction).map(
      (start): Finding => ({
        rule: 'source/direction-character',
        severity: 'error',
        message: `The character ${codePoint(text, start)}, which turns the reading direction, stands here.`,
        range: { file, start, end: start + 1 },
        why: 'What a reader sees would not be what counts.',
        help: 'Remove it, or write it as an escape in double quotes.',
      }),
    ),
  );
  return findings;
}

function matches(text: string, pattern: RegExp): readonly number[] {
  const found: number[] = [];
  for (const match of text.matchAll(pattern)) {
    found.push(match.index);
    if (found.length === mostOfAKind) break;
  }
  return found;
}

function codePoint(text: string, at: number): string {
  return `U+${text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')}`;
}
