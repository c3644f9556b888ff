// What a condition can come to, of all that is known before a call. Sound: what is ruled out here, no call brings about.
export { type Cause, causeOf, isPossible, type Part, partOf } from './blame.ts';
export { type Known, nothingKnown } from './known.ts';
export { type Outcome, outcomeOf } from './outcome.ts';
export { type ReadPattern, valuesOfSchema } from './schema.ts';
export { anyText, textsOf } from './texts.ts';
export { anyList, anyMap, none, type Values } from './values.ts';
