// What tokens are for, as their issuers say it.
import type { IssuersModel } from './model.ts';

/** The first audience that is a URL, by which agents know the gateway; null where there is none. */
export function resourceOf({ issuers }: IssuersModel): string | null {
  const all = issuers.flatMap(({ audiences }) => audiences.map(({ text }) => text));
  return all.find((text) => /^https?:\/\//.test(text) && URL.canParse(text)) ?? null;
}
