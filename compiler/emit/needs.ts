// What the bundle will ask of the world: late values, hosts, capabilities. Each once, with every place that asks for it.
import type { Builder } from './builder.ts';
import type { CapabilityNeed, HostNeed, LateNeed, Recorded } from './generated.ts';

type Record = Pick<Builder, 'late' | 'host' | 'capability'>;
type Sorted = Pick<Recorded, 'lates' | 'hosts' | 'capabilities'>;

/** The part of a builder that records needs, and how to read them out in order. */
export function createNeeds(): { readonly record: Record; sorted(): Sorted } {
  const lates = new Map<string, LateNeed>();
  const hosts = new Map<string, HostNeed>();
  const capabilities = new Map<string, CapabilityNeed>();
  const record: Record = {
    late({ place, ...late }) {
      const key = late.env === undefined ? `file ${late.file}` : `env ${late.env}`;
      const known = lates.get(key);
      const secret = late.secret || known?.secret === true;
      const optional = late.optional && known?.optional !== false;
      lates.set(key, Object.freeze({ ...late, secret, optional, places: addPlace(known, place) }));
    },
    host: (name, place) =>
      void hosts.set(name, Object.freeze({ name, places: addPlace(hosts.get(name), place) })),
    capability: (name, place) =>
      void capabilities.set(name, Object.freeze({ name, places: addPlace(capabilities.get(name), place) })),
  };
  const sorted = (): Sorted => ({
    lates: sortedValues(lates),
    hosts: sortedValues(hosts),
    capabilities: sortedValues(capabilities),
  });
  return { record, sorted };
}

function addPlace(
  known: { readonly places: readonly string[] } | undefined,
  place: string,
): readonly string[] {
  return Object.freeze([...new Set([...(known?.places ?? []), place])].sort());
}

function sortedValues<T>(map: ReadonlyMap<string, T>): readonly T[] {
  return Object.freeze([...map].sort(byKey).map(([, value]) => value));
}

/** Order of map entries by key, in UTF-16 units: the same on every machine. */
export function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}
