// Odd but legal things: results, errors, definitions and arguments, as raw JSON that must arrive as it was written.

const DEEP = `${'['.repeat(40)}{"\\u0000":"\u2028\u2029\u{1F600}\\ud83d\\ude00"}${']'.repeat(40)}`;

/** Members that nobody knows, with a spacing of their own. */
const UNKNOWN = ` "x-unknown" : {"a":[ ],"":null,"__proto__":{"constructor":1}} ,"X-UNKNOWN":[{ }]`;

const NUMBERS =
  '[9007199254740993,18446744073709551616,1.0,-0,1E+2,1e400,0.1000000000000000055511151231257827]';

/** A lone surrogate, a pair in two spellings, what ends lines elsewhere, a NUL, slashes in two spellings. */
const UNICODE = '"\\ud800 \\ud83d\\ude00 \u{1F600} \u2028\u2029 \\u0000 \\/ / \\u00e9 é e\u0301 \uFEFF"';

const MANY = Array.from({ length: 60_000 }, (_, n) => `{"type":"text","text":"line ${n} \\" é","n":${n}.0}`);

/** Five megabytes: one long string with escapes; many small things. */
const LONG = `"${'0123456789abcde\\n'.repeat(320_000)}"`;

export interface Case {
  readonly name: string;
  /** Members of the result, as raw JSON. */
  readonly members: string;
  /** Too long for what is written byte by byte. */
  readonly big?: true;
}

/** What a tool's, a prompt's and a resource's result has in common with any other. */
const ANY: readonly Case[] = [
  {
    name: 'unknown-fields',
    members: `${UNKNOWN},"_meta":{"x/y":${NUMBERS},"traceparent":"00-0af7651916cd43dd-01"}`,
  },
  { name: 'numbers', members: `"x-numbers":${NUMBERS}` },
  { name: 'unicode', members: `"x-text":${UNICODE}` },
  { name: 'deep', members: `"x-deep":${DEEP}` },
];

export const TOOLS: readonly Case[] = [
  ...ANY.map(({ name, members }) => ({ name, members: `"content":[],${members}` })),
  {
    name: 'types',
    members: `"content":[{"type":"hologram","data":{"n":${NUMBERS}},${UNKNOWN}},{"type":"text","text":${UNICODE}}]`,
  },
  { name: 'structured', members: `"content":[],"structuredContent":${NUMBERS}` },
  {
    name: 'failed',
    members: `"isError" : true,"content":[{"type":"text","text":${UNICODE},"x":${NUMBERS}}],${UNKNOWN}`,
  },
  { name: 'long', members: `"content":[{"type":"text","text":${LONG}}],${UNKNOWN}`, big: true },
  { name: 'many', members: `"content":[${MANY.join()}],${UNKNOWN}`, big: true },
];

export const PROMPTS: readonly Case[] = [
  ...ANY.map(({ name, members }) => ({ name, members: `"messages":[],${members}` })),
  {
    name: 'types',
    members: `"messages":[{"role":"narrator","content":{"type":"hologram","n":${NUMBERS}},${UNKNOWN}}],"description":${UNICODE}`,
  },
  {
    name: 'long',
    members: `"messages":[{"role":"user","content":{"type":"text","text":${LONG}}}]`,
    big: true,
  },
];

export const RESOURCES: readonly Case[] = [
  ...ANY.map(({ name, members }) => ({ name, members: `"contents":[],${members}` })),
  {
    name: 'types',
    members: `"contents":[{"uri":"odd:x","hologram":${NUMBERS},${UNKNOWN}},{"uri":"odd:y","mimeType":"text/x","text":${UNICODE}}]`,
  },
  { name: 'long', members: `"contents":[{"uri":"odd:x","blob":${LONG}}]`, big: true },
];

/** 20 megabytes of small things: parsed, they need several times as much. */
export function huge(): string {
  const items = Array.from(
    { length: 300_000 },
    (_, n) => `{"type":"text","text":"line ${n} \\" é","n":${n}.0}`,
  );
  return `"content":[${items.join()}]`;
}

/** A definition with a name of its own; all else is odd. */
export function definition(key: 'name' | 'uri', name: string): string {
  const schema = `"inputSchema":{"type":"object","x-unknown":1.0,"properties":{"n":{"type":"integer","x":${NUMBERS}}}}`;
  const uri = key === 'uri' ? `,"name":${UNICODE}` : '';
  return `{ "${key}" : ${JSON.stringify(name)}${uri},"description":${UNICODE},${UNKNOWN},${schema},"icons":[{"src":"data:,","sizes":["any"],"theme":"odd"}] }`;
}

/** Arguments with all of it; a lone surrogate is no text that a client may send. */
export const ARGUMENTS = `{ "n":${NUMBERS.replace('1e400', '1e300').replace('18446744073709551616,', '')} ,"deep":{"a":[[{"\\u00e9":"\\ud83d\\ude00 \u2028"}]]},"":null }`;

/** Messages that come before the answer: what they say must stay, too. */
export const BEFORE: readonly string[] = [
  `{"jsonrpc":"2.0","method":"notifications/message","params":{ "level":"error","data":{"n":${NUMBERS}},${UNKNOWN}}}`,
  `{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"critical","data":${UNICODE}},"x-outer":1.0}`,
  // Of an extension.
  `{"jsonrpc":"2.0","method":"notifications/com.example/seen","params":{ "n":${NUMBERS},"_meta":{"a/b":1.0}}}`,
];
