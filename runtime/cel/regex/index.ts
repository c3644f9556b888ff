// `matches` of CEL: RE2's patterns, in time that grows with the text and nothing else.
export { createMatches, searchPattern, searchProgram } from './matches.ts';
export { searchTable } from './table.ts';
