// Makes the tables of runtime/cel/regex/re2/generated from the Unicode of the Node that runs this.
import { pack } from '../../../runtime/cel/regex/re2/packed.ts';

const last = 0x10ffff;
const categories =
  'Cn Cc Cf Co Cs Ll Lm Lo Lt Lu Mc Me Mn Nd Nl No Pc Pd Pe Pf Pi Po Ps Sc Sk Sm So Zl Zp Zs'.split(' ');

// Scripts by their long names; the first is what belongs to none.
const scripts =
  `Unknown Adlam Ahom Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese Bamum Bassa_Vah Batak Bengali
Beria_Erfe Bhaiksuki Bopomofo Brahmi Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian Chakma Cham
Cherokee Chorasmian Common Coptic Cuneiform Cypriot Cypro_Minoan Cyrillic Deseret Devanagari Dives_Akuru Dogra Duployan
Egyptian_Hieroglyphs Elbasan Elymaic Ethiopic Garay Georgian Glagolitic Gothic Grantha Greek Gujarati Gunjala_Gondi
Gurmukhi Gurung_Khema Han Hangul Hanifi_Rohingya Hanunoo Hatran Hebrew Hiragana Imperial_Aramaic Inherited
Inscriptional_Pahlavi Inscriptional_Parthian Javanese Kaithi Kannada Katakana Kawi Kayah_Li Kharoshthi
Khitan_Small_Script Khmer Khojki Khudawadi Kirat_Rai Lao Latin Lepcha Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani
Makasar Malayalam Mandaic Manichaean Marchen Masaram_Gondi Medefaidrin Meetei_Mayek Mende_Kikakui Meroitic_Cursive
Meroitic_Hieroglyphs Miao Modi Mongolian Mro Multani Myanmar Nabataean Nag_Mundari Nandinagari New_Tai_Lue Newa Nko Nushu
Nyiakeng_Puachue_Hmong Ogham Ol_Chiki Ol_Onal Old_Hungarian Old_Italic Old_North_Arabian Old_Permic Old_Persian
Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Oriya Osage Osmanya Pahawh_Hmong Palmyrene Pau_Cin_Hau Phags_Pa
Phoenician Psalter_Pahlavi Rejang Runic Samaritan Saurashtra Sharada Shavian Siddham Sidetic SignWriting Sinhala Sogdian
Sora_Sompeng Soyombo Sundanese Sunuwar Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet Tai_Yo Takri Tamil
Tangsa Tangut Telugu Thaana Thai Tibetan Tifinagh Tirhuta Todhri Tolong_Siki Toto Tulu_Tigalari Ugaritic Vai Vithkuqi
Wancho Warang_Citi Yezidi Yi Zanabazar_Square`.split(/\s+/);

/** The module's text, for `process.versions.unicode`. */
export function unicodeModule(): string {
  return `// Unicode ${process.versions.unicode}, made by test/cel/regex/unicode.test.ts with UPDATE=1. Runs of code points as
// length and number of the name; folds as gap, length, step, and the way to the next character of the same letter.
export const categoryNames = '${categories.join(' ')}';
export const categories =
  '${pack(runsOf(categories, 'General_Category'))}';
export const scriptNames =
  '${scripts.join(' ')}';
export const scripts =
  '${pack(runsOf(scripts, 'Script'))}';
export const folds =
  '${pack(foldRuns())}';
`;
}

function runsOf(names: readonly string[], property: string): number[] {
  const values = new Uint8Array(last + 1);
  for (const [number, name] of names.entries()) {
    if (number === 0) continue;
    for (const point of pointsOf(`\\p{${property}=${name}}`)) values[point] = number;
  }
  const runs: number[] = [];
  for (let low = 0, at = 1; at <= last + 1; at++) {
    if (values[at] === values[low] && at <= last) continue;
    runs.push(at - low, values[low]!);
    low = at;
  }
  return runs;
}

/** All code points that a class of JavaScript holds. */
export function pointsOf(source: string): number[] {
  const surrogates = Array.from({ length: 0x800 }, (_, i) => String.fromCharCode(0xd800 + i));
  const whole = new RegExp(source, 'gu');
  const found = planes.flatMap((text) => [...text.matchAll(whole)].map(([char]) => char));
  return [...found, ...surrogates.filter((half) => new RegExp(source, 'u').test(half))].map(
    (char) => char.codePointAt(0)!,
  );
}

/** Every code point but the surrogates, which would find each other. */
const planes = Array.from({ length: 0x110 }, (_, i) => i)
  .filter((page) => page !== 0x0d)
  .map((page) => textOf(page * 0x1000, page * 0x1000 + 0xfff))
  .concat(textOf(0xd000, 0xd7ff));

function textOf(low: number, high: number): string {
  return String.fromCodePoint(...Array.from({ length: high - low + 1 }, (_, i) => low + i));
}

/** For each character that has others of the same letter, the next of them, around in a circle. */
export function foldOrbits(): ReadonlyMap<number, number> {
  const next = new Map<number, number>();
  for (const orbit of orbits())
    for (const [i, point] of orbit.entries()) next.set(point, orbit[(i + 1) % orbit.length]!);
  return next;
}

function orbits(): readonly (readonly number[])[] {
  const points = pointsOf('[\\p{Changes_When_Casefolded}\\p{Changes_When_Casemapped}]').sort((a, b) => a - b);
  const all = String.fromCodePoint(...points);
  const found = points.map((point) =>
    [...all.matchAll(new RegExp(`\\u{${point.toString(16)}}`, 'giu'))].map(([char]) => char.codePointAt(0)!),
  );
  return found.filter((orbit, i) => orbit.length > 1 && orbit[0] === points[i]);
}

function foldRuns(): number[] {
  const next = foldOrbits();
  const left = new Set([...next.keys()].sort((a, b) => a - b));
  const packed: number[] = [];
  let before = 0;
  for (const low of left) {
    const delta = next.get(low)! - low;
    const follows = (point: number): boolean => left.has(point) && next.get(point)! - point === delta;
    const step = follows(low + 1) || !follows(low + 2) ? 1 : 2;
    let high = low;
    while (follows(high + step)) high += step;
    for (let point = low; point <= high; point += step) left.delete(point);
    packed.push(low - before, high - low, step, delta < 0 ? -delta * 2 - 1 : delta * 2);
    before = low;
  }
  return packed;
}
