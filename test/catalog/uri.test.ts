// One spelling for what means the same; what could be read in two ways is refused.
import { describe, expect, it, test } from 'vitest';
import { normalizeUri, uriTemplate } from '../../runtime/catalog/uri.ts';

describe('a URI', () => {
  test.each([
    ['docs://Guide/Intro', 'docs://guide/Intro'],
    ['FILE:///srv/a.md', 'file:///srv/a.md'],
    ['docs://a/%7euser/%c3%a9', 'docs://a/~user/%C3%A9'],
    ['ui://widget/v1.2', 'ui://widget/v1.2'],
    ['urn:isbn:0451450523', 'urn:isbn:0451450523'],
    ['docs://a/...', 'docs://a/...'],
    ['docs://a/.hidden', 'docs://a/.hidden'],
    ['docs://é/x', 'docs://é/x'],
  ])('%s is judged as %s', (text, normal) => expect(normalizeUri(text)).toBe(normal));

  test.each([
    'docs://a/../b',
    'docs://a/./b',
    'docs://a/..',
    'docs://a/%2e%2E/b',
    'docs://a/.%2e?x',
    'docs://a%2Fb',
    'docs://a%5cb',
    'docs:\\\\a\\..\\b',
    'docs://a/%zz',
    'docs://a b',
    'docs://a\nb',
    'no-scheme',
    '',
    `docs://${'x'.repeat(2048)}`,
  ])('%j is refused', (text) => expect(normalizeUri(text)).toBeNull());

  it('is the same when normalized again', () => {
    for (const text of ['A://B/%7e%c3', 'file:///x/%41'])
      expect(normalizeUri(normalizeUri(text)!)).toBe(normalizeUri(text));
  });
});

describe('a template', () => {
  test.each([
    ['docs://{page}', 'docs://intro', true],
    ['docs://{page}', 'docs://a/b', false],
    ['docs://{+path}', 'docs://a/b', true],
    ['docs://{path*}/raw', 'docs://a/b/raw', true],
    ['test://template/{id}/data', 'test://template/12/data', true],
    ['test://template/{id}/data', 'test://template/12/data/x', false],
    ['test://template/{id}/data', 'test://template/1/2/data', false],
    ['a://x{?q}', 'a://x?q=1/2', true],
    ['plain://x', 'plain://x', true],
  ])('%s and %s: %s', (template, uri, fits) => expect(uriTemplate(template).matches(uri)).toBe(fits));

  it('tells what all its URIs begin with', () => expect(uriTemplate('Docs://{page}').head).toBe('docs://'));

  it('takes time that is linear in the URI', () => {
    const uri = `a://${'ab/'.repeat(600)}`;
    expect(uriTemplate(`a://${'{+x}b'.repeat(20)}!`).matches(uri)).toBe(false);
  });
});
