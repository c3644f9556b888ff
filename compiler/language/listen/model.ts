// Where the gateway listens, and by which names it may be reached.
import type { LateModel } from '../late.ts';
import type { Word } from '../words.ts';

export interface ListenModel {
  readonly host: Word;
  readonly port: number;
  readonly path: Word;
  /** By which agents know it; null: the first audience that is a URL. */
  readonly url: Word | null;
  readonly hosts: readonly Word[];
  readonly origins: readonly Word[];
  /** What clients carry is sealed with the first, and opened with all. */
  readonly seal: readonly LateModel[];
}
