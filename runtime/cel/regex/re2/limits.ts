// How large a pattern may become. RE2 has a memory limit of the same intent.

/** UTF-16 units of a pattern. */
export const longestPattern = 50_000;
/** Groups within groups, as RE2. */
export const deepestGroup = 1_000;
/** Counted repetition, nested ones multiplied, as RE2. */
export const mostRepeats = 1_000;
/** Instructions of a program: a text's character costs at most so many steps. */
export const mostInstructions = 10_000;
/** Ranges that the classes of a pattern hold, all counted. */
export const mostRanges = 50_000;
/** Cells of the table that says which class of characters is in which set. */
export const mostMembers = 1 << 20;
