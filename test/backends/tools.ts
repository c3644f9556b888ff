// Odd but legal tools: what a gateway must pass on as it came.
import { type ToolScript, tool } from './script.ts';

/** Unknown fields, integers beyond 2^53, deep unicode, and spacing of its own in definition and result. */
export const oddTool: ToolScript = {
  definition: `{ "name" : "odd", "x-vendor":{"big":9007199254740993,"deep":[[[{"\\u0000":"\\ud83d\\ude00 \u{1F600} \u2028"}]]]},
  "inputSchema":{"type":"object","x-unknown":1.0,"properties":{"n":{"type":"integer"}}}, "icons":[{"src":"data:,","sizes":["any"]}] }`,
  result: `{"content":[{"type":"hologram","data":{"big":9007199254740993,"small":1.0,"e":1E+2}},{"type":"text","text":"\\ud83d\\ude00\u{1F600}\\/"}], "x-unknown" : {"a":[ ]} ,"_meta":{"x/y":18446744073709551615}}`,
};

/** One that works, one that answers with an error of its own, one slow, one with progress. */
export const plainTools: readonly ToolScript[] = [
  tool('echo'),
  tool('fails', { result: '{"content":[{"type":"text","text":"no"}],"isError":true}' }),
  tool('slow', { delayMs: 300 }),
  tool('steps', { progress: 3, delayMs: 20 }),
];
