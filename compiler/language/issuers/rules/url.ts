// An issuer, or a place of keys, that is no URL, or holds what does not belong in it. RFC 8414, 2; OpenID Connect Discovery, 3.
import { tokenIn } from '../../../source/secrets.ts';
import type { Report, Rule } from '../../room.ts';
import { parseUrl } from '../../servers/address.ts';
import type { Word } from '../../words.ts';
import type { IssuersModel } from '../model.ts';

export const issuerUrl: Rule<{ readonly issuers: IssuersModel }> = {
  name: 'issuers/url',
  severity: 'error',
  check({ issuers: { issuers } }, report) {
    for (const { issuer, jwks } of issuers) {
      checkIssuer(issuer, report);
      if (jwks?.kind === 'literal') checkKeys({ ...jwks, slice: () => jwks.range }, report);
    }
  },
};

const document = /\/\.well-known\/(openid-configuration|oauth-authorization-server)/;

function checkIssuer(issuer: Word, report: Report): void {
  const { text } = issuer;
  if (!isUrl(issuer, 'an issuer', 'https://login.acme.com', report)) return;
  const described = document.exec(text);
  if (described !== null)
    report(issuer.slice(described.index, text.length), {
      message: 'This is where an issuer describes itself, not what it is called.',
      why: 'The claim `iss` of a token has the name alone: with this, every token would be refused.',
      help: 'Write what stands there under `issuer`, letter for letter.',
    });
  const more = /[?#]/.exec(text);
  if (more !== null)
    report(issuer.slice(more.index, text.length), {
      message: `An issuer’s URL has no ${more[0] === '?' ? 'query' : 'fragment'}.`,
      why: 'Where it says what its keys are is a path below it (RFC 8414, 2).',
      help: 'Write the issuer as it stands in the claim `iss`.',
    });
}

function checkKeys(jwks: Word, report: Report): void {
  const { text, range } = jwks;
  if (!isUrl(jwks, 'a set of keys', 'https://login.acme.com/jwks', report)) return;
  if (document.test(text))
    report(range, {
      message: 'This is where an issuer describes itself; keys are elsewhere.',
      help: 'Leave `jwks` out: then it is read there where the keys are. Or write what stands there under `jwks_uri`.',
    });
  if (text.includes('#'))
    report(range, {
      message: 'The URL of a set of keys has no fragment.',
      why: 'It is never sent.',
      help: 'Remove it.',
    });
}

/** Is it one of http or https, with a host and no password? */
function isUrl(word: Word, what: string, example: string, report: Report): boolean {
  const { text, range, slice } = word;
  const url = parseUrl(text);
  // Of a secret that stands there it is said that it is one.
  if (url === null && tokenIn(text) !== null) return false;
  if (url === null || !/^https?:\/\/[^/?#]/i.test(text) || /\s/.test(text)) {
    report(range, {
      message: `“${text}” is not the URL of ${what}.`,
      help: `Write scheme, host and path, as ${example}.`,
    });
    return false;
  }
  if (url.username === '' && url.password === '') return true;
  const start = text.indexOf('//') + 2;
  report(slice(start, text.indexOf('@', start) + 1), {
    message: 'A URL holds no user name or password here.',
    why: 'It would stand in Git, in the bundle and in logs; keys are public, and asked for without.',
    help: 'Remove it.',
  });
  return false;
}
