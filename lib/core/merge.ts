/** `base` with those fields of `changes` that have a value; a field given as undefined keeps what it was. */
export function merge<T extends object>(base: T, changes: { [K in keyof T]?: T[K] | undefined }): T {
  const merged = { ...base };
  for (const name of keysOf(base)) {
    const value = changes[name];
    if (value !== undefined) merged[name] = value;
  }
  return merged;
}

/** Object.keys forgets the type because an object may hold more than its type says; such extras are harmless here. */
function keysOf<T extends object>(value: T): (keyof T)[] {
  return Object.keys(value) as (keyof T)[];
}
