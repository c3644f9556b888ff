// What tokens are for, as their issuers say it.
import type { Word } from '../words.ts';
import type { IssuersModel } from './model.ts';

/** The first audience that is a URL, by which agents know the gateway; null where there is none. */
export function resourceOf({ issuers }: IssuersModel): Word | null {
  const all = issuers.flatMap(({ audiences }) => audiences);
  return all.find(({ text }) => /^https?:\/\//.test(text) && URL.canParse(text)) ?? null;
}
