// What is in a bundle, by room, in bytes.

export interface Part {
  /** A room of the runtime, `plan`, `entry`, or a package: `front`, `protocol`, `vendor/undici`. */
  readonly name: string;
  readonly bytes: number;
  readonly modules: readonly string[];
}

/**
 * Groups the bundler's record of its inputs.
 * @param inputs module name (`mcpgw:plan.js`, `runtime/front/index.js`) → bytes of it in the output
 */
export function parts(inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>): readonly Part[] {
  const rooms = new Map<string, { bytes: number; modules: string[] }>();
  for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
    if (bytesInOutput === 0) continue;
    const module = input.slice(input.indexOf(':') + 1);
    const room = rooms.get(roomOf(module)) ?? { bytes: 0, modules: [] };
    room.bytes += bytesInOutput;
    room.modules.push(module);
    rooms.set(roomOf(module), room);
  }
  const list = [...rooms].map(([name, { bytes, modules }]) =>
    Object.freeze({ name, bytes, modules: modules.sort() }),
  );
  return Object.freeze(list.sort((a, b) => (a.name < b.name ? -1 : 1)));
}

/** True for what others wrote. */
export const isVendored = (part: Part): boolean => part.name.startsWith('vendor/');

function roomOf(module: string): string {
  const [top = '', room = ''] = module.split('/');
  if (top === 'vendor') return `vendor/${room.replace(/-.*|\..*/, '')}`;
  return (top === 'runtime' ? room : top).replace(/\.js$/, '');
}
