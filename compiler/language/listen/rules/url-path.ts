// A URL by which agents are told to call, and another path where the gateway answers.
import type { Rule } from '../../room.ts';
import { type Listening, resourceUrl } from '../resource.ts';

export const urlPath: Rule<Listening> = {
  name: 'listen/url-path',
  severity: 'warning',
  check(models, report) {
    const { word, url } = resourceUrl(models) ?? {};
    const { path, url: written } = models.listen;
    if (word === undefined || url === undefined || url.pathname === path.text) return;
    report(word.range, {
      message: `Agents are told that the gateway is at ${url.pathname} of ${url.host}; it answers at ${path.text}.`,
      why: 'Only something in front of it that changes the path lets their calls find it.',
      help:
        written === null
          ? `Say by which URL agents call it: \`listen: { url: ${url.origin}${path.text} }\`.`
          : `Write \`listen: { path: ${url.pathname} }\`, or the URL with ${path.text}.`,
    });
  },
};
