// What a pattern finds, as RE2 does: by the emitted code, by the runtime's search, and by a packed program.
import { describe, expect, it } from 'vitest';
import { searchProgram } from '../../../runtime/cel/regex/index.ts';
import { packProgram } from '../../../runtime/cel/regex/re2/portable.ts';
import { emitted, ported, programFor } from './searches.ts';

/** Pattern, texts it is found in, texts it is not found in. */
const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  // Anywhere in the text; `^` and `$` hold at its ends only.
  ['', ['', 'a'], []],
  ['b', ['b', 'abc'], ['', 'B', 'ac']],
  ['^b', ['b', 'bc'], ['ab', 'a\nb']],
  ['b$', ['b', 'ab'], ['ba', 'b\n']],
  ['^b$', ['b'], ['', 'bb', 'b\n', '\nb']],
  ['^$', [''], ['a', '\n']],
  ['a$b', [], ['ab', 'a\nb']],
  ['(?m)^b$', ['b', 'a\nb', 'b\na', 'a\nb\na'], ['ab', 'ba', 'b\r\n']],
  ['(?m)a$', ['a\r\na', 'a\nb'], ['ab', 'a\r\n']],
  ['(?m)\\Ab\\z', ['b'], ['a\nb', 'b\n']],
  ['(?m)^$', ['', '\n', 'a\n', '\na', 'a\n\nb'], ['a', 'ab']],
  ['(?m)(?-m:^)b', ['b'], ['a\nb']],
  // `.` is no newline, unless (?s).
  ['a.c', ['abc', 'a\rc', 'a\u2028c', 'a😀c'], ['a\nc', 'ac']],
  ['(?s)a.c', ['a\nc', 'abc'], ['ac', 'abbc']],
  ['(?s:a.)c.d', ['a\ncxd'], ['a\nc\nd']],
  ['[^a]', ['\n', 'b', '😀'], ['', 'aaa']],
  // Precedence.
  ['ab|cd', ['ab', 'cd', 'xcdx'], ['ad', 'ac', 'bc']],
  ['^a|b$', ['ax', 'xb'], ['xa', 'bx']],
  ['^(?:a|b)*$', ['', 'ab', 'bba'], ['c', 'abc']],
  ['^ab*$', ['a', 'abb'], ['abab']],
  ['^(ab)*$', ['', 'abab'], ['abb']],
  ['^(|a)+$', ['', 'aa'], ['b']],
  ['^(a|b|)c$', ['ac', 'bc', 'c'], ['abc']],
  // Repetitions.
  ['^a{2}$', ['aa'], ['a', 'aaa']],
  ['^a{2,}$', ['aa', 'aaaaa'], ['a']],
  ['^a{2,3}?$', ['aa', 'aaa'], ['a', 'aaaa']],
  ['^a{0}$', [''], ['a']],
  ['^a{,2}$', ['a{,2}'], ['', 'a', 'aa']],
  ['^a{01}$', ['a{01}'], ['a']],
  ['^(a{2}){3}$', ['aaaaaa'], ['aaaaa', 'aaaaaaa']],
  ['^(?:a{0,2}b){2}$', ['bb', 'aabab'], ['aaabb', 'b']],
  ['(?U)^a+?b$', ['ab', 'aab'], ['b']],
  ['^(?:(?:a|^)b)+$', ['b', 'bab', 'abab'], ['bb', 'abb']],
  // Word boundaries are those of ASCII.
  ['\\bfoo\\b', ['foo', 'a foo.', '-foo-', 'éfooé'], ['food', '_foo', 'foo1']],
  ['\\Bo', ['foo', 'éoo'], ['o', ' o', 'o o']],
  ['^\\B$', [''], ['a', ' ']],
  ['^\\b', ['a', '_'], ['', ' a', 'é']],
  ['\\b^a', ['a', 'ab'], ['ba', ' a']],
  ['a\\b', ['a', 'a b', 'aé'], ['ab']],
  ['\\b\\B', [], ['', 'a', 'a b']],
  ['^(\\b|x)+y', ['xy', 'y', 'xxy'], ['zy', 'z y']],
  // Classes.
  ['^\\d+$', ['0', '0123456789'], ['', 'a', '٣']],
  ['^\\w+$', ['aZ_9'], ['é', '-']],
  ['^\\s+$', [' \t\n\f\r'], ['\v', '\u00a0', '\u2028']],
  ['^[[:space:]]$', ['\v', ' '], ['\u0085']],
  ['^\\S\\D\\W$', ['\v!\n'], ['\t!!', 'a1-', 'aab']],
  ['^[\\D]$', ['\n', 'a', '😀'], ['1']],
  ['^[\\d\\-x]+$', ['1-x'], ['a']],
  ['^[^\\d\\s]$', ['a', '\v'], ['1', ' ']],
  ['^[[:^alpha:]1]$', ['1', '-'], ['a', 'Z']],
  ['^[]a]+$', [']a'], ['[']],
  ['^[^]a]$', ['b', '['], [']', 'a']],
  ['^[a-]+$', ['a-'], ['b']],
  ['^[a-c-e]+$', ['b-e'], ['d']],
  ['^[[:punct:]]+$', ['!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'], ['a', '§']],
  ['^[[:word:][:blank:]]+$', ['a_ \t9'], ['\n']],
  ['[^\\x00-\\x{10FFFF}]', [], ['', 'a', '\n', '😀']],
  // Unicode.
  ['^\\pL+$', ['aßΩ漢', '𝒳'], ['1', 'a1', '']],
  ['^\\p{Greek}$', ['α', 'Ω'], ['a', 'б']],
  ['^\\P{Greek}$', ['a', '😀'], ['α']],
  ['^\\p{^Greek}$', ['a'], ['α']],
  ['^\\P{^Greek}$', ['α'], ['a']],
  ['^[\\p{Lu}\\d]+$', ['ÄZ1'], ['ä']],
  ['^\\p{Han}{2}$', ['漢字', '𠀀𠀁'], ['漢', 'かな']],
  ['^\\pN$', ['5', '٣', 'Ⅷ', '½'], ['a']],
  ['^\\pZ$', [' ', '\u00a0', '\u2028'], ['\t']],
  ['^\\pC$', ['\u0000', '\u00ad'], ['a', '\u0378']],
  ['^\\p{Any}$', ['\n', '😀'], ['', 'ab']],
  // Code points, not UTF-16.
  ['^.$', ['😀', 'é', '\ud83d', '\ude00'], ['😀😀', 'ab', '']],
  ['^..$', ['😀a', '\ude00\ud83d', '\ud83da'], ['😀']],
  ['^[😀-😂]$', ['😀', '😁', '😂'], ['😃', '\ud83d', '😀😀']],
  ['^[^😀]$', ['😁', 'a', '\ud83d'], ['😀']],
  ['😀', ['a😀b'], ['😁', '\ud83d']],
  ['\\x{1F600}', ['😀'], ['😁']],
  ['^\\x{d83d}', ['\ud83d', '\ud83da'], ['😀']],
  ['\\x{de00}$', ['\ude00', 'a\ude00'], ['😀']],
  ['\\x{10FFFF}', ['\u{10ffff}'], ['\u{10fffe}']],
  ['^[\\x{FFFF}-\\x{10000}]$', ['\uffff', '\u{10000}'], ['\ufffe', '\u{10001}']],
  // Case.
  ['(?i)straße', ['STRAßE', 'straẞe'], ['strasse']],
  ['(?i)^k$', ['k', 'K', '\u212a'], ['x']],
  ['(?i)ſ', ['s', 'S', 'ſ'], ['f']],
  ['(?i)^[a-c]+$', ['aBc'], ['d']],
  ['(?i)^[^a]$', ['b', 'B'], ['a', 'A']],
  ['(?i)^[^k]$', ['b'], ['K', '\u212a']],
  ['(?i)^\\w$', ['ſ', '\u212a'], ['é']],
  ['(?i)^\\W$', ['é'], ['ſ', 's']],
  ['(?i)^\\p{Lu}$', ['a', 'A', 'ω'], ['1', 'ª']],
  ['(?i)^\\P{Lu}$', ['1'], ['a', 'A']],
  ['(?i)^[[:upper:]]+$', ['aB', 'ſ'], ['1']],
  ['(?i)Σ', ['σ', 'ς', 'Σ'], ['s']],
  ['(?i)ǆ', ['Ǆ', 'ǅ', 'ǆ'], ['d']],
  ['(?i)i', ['i', 'I'], ['ı', 'İ']],
  ['(?i)𐐀', ['𐐨', '𐐀'], ['𐐁']],
  ['a(?i)b', ['ab', 'aB'], ['Ab', 'AB']],
  ['a(?i:b)c', ['aBc'], ['aBC']],
  ['(?i)a(?-i)b', ['Ab'], ['aB']],
  ['(a(?i)b)c', ['aBc'], ['aBC']],
  ['a(?i)b|c', ['aB', 'C'], ['Ab']],
  // Escapes.
  ['^\\a\\f\\t\\n\\r\\v$', ['\x07\f\t\n\r\v'], ['aftnrv']],
  ['^\\0\\07\\012\\x0A\\x{a}$', ['\0\x07\n\n\n'], ['']],
  ['^\\.\\*\\[\\_\\/$', ['.*[_/'], ['a*[_/']],
  ['^\\Qa.(b\\E+$', ['a.(b', 'a.(bbb'], ['axb', 'a.(ba.(b']],
  ['\\Qa|b', ['a|b'], ['a', 'b']],
  ['^\\Q\\\\E$', ['\\'], ['\\\\']],
  ['(?P<year>\\d{4})-(?<month>\\d\\d)', ['on 2026-11'], ['26-11']],
  // Ends that may be empty are no part of the search.
  ['.*b.*', ['b', 'abc', 'a\nb'], ['a', '']],
  ['x*', ['', 'y'], []],
  ['(?:x|)y(?:z?)*', ['y', 'xyz'], ['x']],
  ['a+b{2,5}', ['abb', 'xaabbbb'], ['ab']],
  ['(?:ab?)+$', ['a', 'ab', 'xaba'], ['b', 'abc']],
  ['^.*b', ['b', 'aab'], ['a\nb']],
];

describe.each(cases)('%s', (pattern, yes, no) => {
  const searches = {
    emitted: emitted(pattern),
    ported: ported(pattern).search,
    packed: searchProgram(packProgram(programFor(pattern))),
  };
  it.each(Object.entries(searches))('%s', (_, search) => {
    // Twice: what a search has learned changes nothing.
    for (const text of [...yes, ...yes]) expect([text, search(text)]).toEqual([text, true]);
    for (const text of [...no, ...no]) expect([text, search(text)]).toEqual([text, false]);
  });
});
