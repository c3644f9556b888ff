// The one finding type: what is wrong, where, why it matters, how to mend it.

/** Half-open range in a source file, in UTF-16 units of its text. `file` is the path as a person would name it, relative to the gateway file's folder. */
export interface Range {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export type Severity = 'error' | 'warning';

export interface Finding {
  /** Stable name, room first: `access/unreachable-rule`. */
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong, one sentence, ends with a full stop. */
  readonly message: string;
  /** The very characters; null only where no source could be read. */
  readonly range: Range | null;
  /** Why it matters, if that is not plain. */
  readonly why?: string;
  /** How to mend it. */
  readonly help?: string;
  /** Other places that belong to it. */
  readonly related?: readonly { readonly message: string; readonly range: Range }[];
}
