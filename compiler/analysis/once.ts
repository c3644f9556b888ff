// What is asked again and again is worked out once.

/** The same function, which remembers its answers by the identity of what it is given. */
export function once<K, V extends NonNullable<unknown>>(of: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = of(key);
    known.set(key, value);
    return value;
  };
}
