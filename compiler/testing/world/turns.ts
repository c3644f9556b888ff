// Waits for what a gateway does by itself: promises and microtasks, never real time.

/** Microtasks are cheap and nearly always enough; a turn of the event loop lets through what is not. */
const MICROTASKS = 200;
const TURNS = 2000;

/** Lets everything run that was queued before. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Waits until `done` holds. False when the gateway has nothing more to do and it still does not. */
export async function until(done: () => boolean): Promise<boolean> {
  for (let count = 0; count < MICROTASKS; count++) {
    if (done()) return true;
    await null;
  }
  for (let count = 0; count < TURNS; count++) {
    if (done()) return true;
    await turn();
  }
  return done();
}
