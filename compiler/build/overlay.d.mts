// Types of overlay.mjs, for its test.
export function environmentalPaths(schema: object): readonly string[];
export function overlaySchema(schema: object): object;
