// How often properties are tried: quickly with every change, MCPGW_RUNS times as often in `npm run fuzz`.

const times = Number(process.env.MCPGW_RUNS ?? 1);

/** @param quick runs that find what is badly wrong, in a second or so */
export const runs = (quick: number): number => quick * times;
