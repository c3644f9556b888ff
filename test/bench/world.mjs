// What a gateway is given where nothing of it is called: enough to build one.

const nothing = () => {};

export function world() {
  return {
    env: nothing,
    readFile: nothing,
    clock: { now: () => 0, monotonic: () => 0, after: () => nothing },
    random: (count) => new Uint8Array(count),
    digest: (text) => text,
    http: { request: nothing, close: async () => {} },
    spawn: nothing,
    sink: nothing,
    log: nothing,
  };
}
