// What is RE2 and what is not: the place of each mistake, and what is said of it.
import { describe, expect, it } from 'vitest';
import { compileRegex } from '../../../compiler/cel/regex/index.ts';

/** `^^^` marks the place under the pattern. */
function shown(pattern: string): string {
  const compiled = compileRegex(pattern);
  if (compiled.ok) return 'fine';
  const { start, end, message, help } = compiled.problem;
  const marked = `${pattern.slice(0, start)}»${pattern.slice(start, end)}«${pattern.slice(end)}`;
  return `${marked} ${message}${help === undefined ? '' : ` ${help}`}`;
}

const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

describe('accepts what RE2 accepts', () => {
  it.each([
    ...[
      '',
      '|',
      '|x|',
      '.',
      '^',
      '$',
      '()',
      '(|a)',
      'a||b',
      '(?:)',
      '(?i)',
      '(?)',
      '(?i:a)',
      '(?im-sU:a)',
      '(?-i)',
    ],
    ...[
      'a{,2}',
      'a{',
      '{',
      '}',
      ']',
      'a{1',
      'a{01}',
      'a{1,02}',
      'x{1001',
      'x{2,1',
      'x{9876543210,',
      'a{,}',
      'a{ 1}',
    ],
    ...[
      'a{0}',
      'a{1000}',
      'a{0,1000}',
      'a{2,}?',
      'a*?',
      'a+?',
      'a??',
      '(a*)*',
      '(?:a{2})*',
      '^*',
      '(?:$)+',
      '\\b*',
    ],
    ...[
      '[a]',
      '[]a]',
      '[^]a]',
      '[a-]',
      '[-a]',
      '[a-b-c]',
      '[[a]',
      '[a[:alpha]',
      '[[:word:]]',
      '[[:^word:]x]',
      '[a^]',
    ],
    ...[
      '[\\]]',
      '[\\d-z]',
      '[\\pL\\P{Greek}\\p{^Han}]',
      '[[=a=]]',
      '[.\\n]',
      '[\\x00-\\x{10FFFF}]',
      '[^\\x00-\\x{10FFFF}]',
    ],
    ...['\\pN', '\\PN', '\\p{Lu}', '\\p{^Lu}', '\\P{^Lu}', '\\p{Any}', '\\p{Old_Italic}', '\\pC', '\\p{Nko}'],
    ...[
      '\\0',
      '\\012',
      '\\07a',
      '\\12',
      '\\x7f',
      '\\x{0}',
      '\\x{000000041}',
      '\\a\\f\\t\\n\\r\\v',
      '\\_\\-\\!\\"',
    ],
    ...['\\Qa(b*\\E', '\\Q', '\\Q\\', '\\Q\\\\E', '\\Qab\\E+', 'a\\Q\\Eb', '\\E'.slice(2), '\\A\\z\\b\\B'],
    ...['(?P<n>a)', '(?<n>a)', '(?P<n1_>a)(?P<n2>b)', '(?P<1>a)'],
    ...[
      '((((((((((x{2}){2}){2}){2}){2}){2}){2}){2}){2}))',
      '(?:[a-z]{4}){0,250}',
      '(a*){1000}',
      '((a{1000}){1}){1}',
    ],
    ...[nested('(', ')', 999), nested('(?:', ')*', 999), `(${'|'.repeat(12345)})`],
  ])('%s', (pattern) => {
    expect(shown(pattern)).toBe('fine');
  });
});

describe('refuses what RE2 refuses, and says where and why', () => {
  it.each([
    ['(', '»(« The `(` is never closed. The parenthesis itself is written `\\(`.'],
    ['a(b|', 'a»(«b| The `(` is never closed. The parenthesis itself is written `\\(`.'],
    ['a)', 'a»)« The `)` closes nothing. The parenthesis itself is written `\\)`.'],
    ['(a))b', '(a)»)«b The `)` closes nothing. The parenthesis itself is written `\\)`.'],
    [
      'x[a-z',
      'x»[a-z« The `[` is never closed. The bracket itself is written `\\[`; a class without members, `[]`, is not RE2.',
    ],
    [
      '[]',
      '»[]« The `[` is never closed. The bracket itself is written `\\[`; a class without members, `[]`, is not RE2.',
    ],
    [
      '[a-',
      '»[a-« The `[` is never closed. The bracket itself is written `\\[`; a class without members, `[]`, is not RE2.',
    ],
    ['[a-\\', '[a-»\\« The pattern ends in a backslash. A backslash itself is `\\\\`.'],
    [
      '[b-a]',
      '[»b-a«] The range `b-a` is backwards. The character with the lower number comes first; a `-` itself is written `\\-`.',
    ],
    [
      '(?i)[a-Z]',
      '(?i)[»a-Z«] The range `a-Z` is backwards. The character with the lower number comes first; a `-` itself is written `\\-`.',
    ],
    ['[a-\\d]', '[»a-\\d«] The range `a-\\d` has no upper end. A `-` itself is written `\\-`.'],
    [
      '[[:alfa:]]',
      '[»[:alfa:]«] There is no class `[:alfa:]`. There are alnum, alpha, ascii, blank, cntrl, digit, graph, lower, print, punct, space, upper, word, xdigit.',
    ],
    ['*a', '»*«a `*` repeats nothing. The character itself is written `\\*`.'],
    ['a|*', 'a|»*« `*` repeats nothing. The character itself is written `\\*`.'],
    ['(?i)+', '(?i)»+« `+` repeats nothing. The character itself is written `\\+`.'],
    ['({2})', '(»{2}«) `{2}` repeats nothing. The character itself is written `\\{`.'],
    ['\\Q\\E*', '\\Q\\E»*« `*` repeats nothing. The character itself is written `\\*`.'],
    [
      'a**',
      'a»**« `**` repeats a repetition, which is not RE2. Put what is repeated in `(?:…)`. RE2 never goes back, so it has no possessive `*+`, `++` or `?+`.',
    ],
    [
      'a++',
      'a»++« `++` repeats a repetition, which is not RE2. Put what is repeated in `(?:…)`. RE2 never goes back, so it has no possessive `*+`, `++` or `?+`.',
    ],
    [
      'ab*?+c',
      'ab»*?+«c `*?+` repeats a repetition, which is not RE2. Put what is repeated in `(?:…)`. RE2 never goes back, so it has no possessive `*+`, `++` or `?+`.',
    ],
    [
      'a{1}{2}',
      'a»{1}{2}« `{1}{2}` repeats a repetition, which is not RE2. Put what is repeated in `(?:…)`. RE2 never goes back, so it has no possessive `*+`, `++` or `?+`.',
    ],
    ['x{2,1}', 'x»{2,1}« `{2,1}` is backwards. The smaller number comes first.'],
    ['x{1001}', 'x»{1001}« RE2 repeats at most 1000 times. Compare `size(text)` for longer ones.'],
    [
      'x{1,9876543210}',
      'x»{1,9876543210}« RE2 repeats at most 1000 times. Compare `size(text)` for longer ones.',
    ],
    ['x{1001,}', 'x»{1001,}« RE2 repeats at most 1000 times. Compare `size(text)` for longer ones.'],
    [
      '(((x{7}){11}){13})',
      '(((x{7}){11})»{13}«) The repetitions within each other come to more than 1000. Lower a count.',
    ],
    [
      '(?:[a-z]{4}){0,251}',
      '(?:[a-z]{4})»{0,251}« The repetitions within each other come to more than 1000. Lower a count.',
    ],
    ['a(?=b)', 'a»(?=«b) Lookahead, `(?=`, is not RE2. Write a second condition: `&& text.matches("…")`.'],
    ['(?!b)', '»(?!«b) Lookahead, `(?!`, is not RE2. Write a second condition: `&& !text.matches("…")`.'],
    ['(?<=b)', '»(?<=«b) Lookbehind, `(?<=`, is not RE2. Write a second condition: `&& text.matches("…")`.'],
    ['(?<!b)', '»(?<!«b) Lookbehind, `(?<!`, is not RE2. Write a second condition: `&& !text.matches("…")`.'],
    ['(?>a)', '»(?>«a) An atomic group, `(?>`, is not RE2.'],
    ['(?P=n)', '»(?P=«n) A backreference, `(?P=`, is not RE2.'],
    ['(?#x)', '»(?#«x) A comment, `(?#`, is not RE2.'],
    [
      '(?x)a',
      '»(?x«)a `(?x` is not RE2. There are the flags `i`, `m`, `s` and `U`, as in `(?i)` or `(?s-i:…)`, and the group `(?:…)`.',
    ],
    [
      '(?i-)a',
      '»(?i-)«a `(?i-)` is not RE2. There are the flags `i`, `m`, `s` and `U`, as in `(?i)` or `(?s-i:…)`, and the group `(?:…)`.',
    ],
    [
      '(?i',
      '»(?i« `(?i` is not RE2. There are the flags `i`, `m`, `s` and `U`, as in `(?i)` or `(?s-i:…)`, and the group `(?:…)`.',
    ],
    ['(?i:a', '»(«?i:a The `(` is never closed. The parenthesis itself is written `\\(`.'],
    [
      "(?'n'a)",
      "»(?'«n'a) `(?'` is not RE2. There are the flags `i`, `m`, `s` and `U`, as in `(?i)` or `(?s-i:…)`, and the group `(?:…)`.",
    ],
    [
      '(?P<n',
      '»(?P<n« The group has no proper name. Write `(?P<name>…)`, the name of letters, digits and `_`; or `(?:…)` without one.',
    ],
    [
      '(?P<x y>a)',
      '»(?P<x y>«a) The group has no proper name. Write `(?P<name>…)`, the name of letters, digits and `_`; or `(?:…)` without one.',
    ],
    [
      '(?<>a)',
      '»(?<>«a) The group has no proper name. Write `(?P<name>…)`, the name of letters, digits and `_`; or `(?:…)` without one.',
    ],
    [
      '(?P<n>a)(?<n>b)',
      '(?P<n>a)»(?<n>«b) A second group is named `n`. Groups need no name here: write `(?:…)`.',
    ],
    [
      '(a)\\1',
      '(a)»\\1« `\\1` would be a backreference, which is not RE2. RE2 never remembers what a group matched; that is why it takes no longer than the text is.',
    ],
    ['\\8', '»\\8« `\\8` is no escape in RE2.'],
    [
      '\\18',
      '»\\1«8 `\\1` would be a backreference, which is not RE2. RE2 never remembers what a group matched; that is why it takes no longer than the text is.',
    ],
    ['a\\', 'a»\\« The pattern ends in a backslash. A backslash itself is `\\\\`.'],
    ['\\Z', '»\\Z« `\\Z` is no escape in RE2. The end of the text is `\\z`.'],
    ['\\q', '»\\q« `\\q` is no escape in RE2.'],
    ['\\é', '»\\é« `\\é` is no escape in RE2. Write `é` itself.'],
    ['\\😀', '»\\😀« `\\😀` is no escape in RE2. Write `😀` itself.'],
    ['\\C', '»\\C« `\\C` is no escape in RE2. It would match half a character. Any character is `(?s:.)`.'],
    ['\\u1234', '»\\u«1234 `\\u` is no escape in RE2. A character by its number is `\\x{20AC}`.'],
    [
      '[\\b]',
      '[»\\b«] `\\b` is no escape in RE2. In brackets it is no word boundary; the backspace is `\\x08`.',
    ],
    ['[\\Qa\\E]', '[»\\Q«a\\E] `\\Q` is no escape in RE2.'],
    ['\\x', '»\\x« `\\x` needs two hexadecimal digits, or any in braces. Write `\\x7F` or `\\x{10FFFF}`.'],
    [
      '\\x1g',
      '»\\x«1g `\\x` needs two hexadecimal digits, or any in braces. Write `\\x7F` or `\\x{10FFFF}`.',
    ],
    [
      '\\x{}',
      '»\\x«{} `\\x` needs two hexadecimal digits, or any in braces. Write `\\x7F` or `\\x{10FFFF}`.',
    ],
    ['\\x{110000}', '»\\x{110000}« There is no such character. Write `\\x7F` or `\\x{10FFFF}`.'],
    ['\\p', '»\\p« The name of the class has no end. Write `\\p{Greek}` or `\\pL`.'],
    ['\\p{Greek', '»\\p{Greek« The name of the class has no end. Write `\\p{Greek}` or `\\pL`.'],
    ['\\p{}', '»\\p{}« The name of the class has no end. Write `\\p{Greek}` or `\\pL`.'],
    ['\\p{greek}', '»\\p{greek}« RE2 knows no class `greek`. Did you mean `\\p{Greek}`?'],
    [
      '\\p{Script=Greek}',
      '»\\p{Script=Greek}« RE2 knows no class `Script=Greek`. Did you mean `\\p{Greek}`?',
    ],
    [
      '\\p{Letter}',
      '»\\p{Letter}« RE2 knows no class `Letter`. RE2 knows general categories, as `L`, `Lu`, `Nd`, and scripts, as `Greek`, `Han`.',
    ],
    [
      '[x\\pQ]',
      '[x»\\pQ«] RE2 knows no class `Q`. RE2 knows general categories, as `L`, `Lu`, `Nd`, and scripts, as `Greek`, `Han`.',
    ],
    ['a\ud83d', 'a»\ud83d« Half a character stands here (a lone surrogate).'],
  ])('%s', (pattern, expected) => {
    expect(shown(pattern)).toBe(expected);
  });

  it('a pattern that nests too deeply', () => {
    expect(shown(nested('(', ')', 1000))).toMatch(/nests deeper than 1000 groups\.$/);
    expect(shown(nested('(?:', ')*', 100_000).slice(0, 40_000))).toMatch(/nests deeper than 1000 groups\.$/);
  });
});
