/** Bound values of one text: `bind('String', '上海')` answers `{p0:String}`. Equal values share a name, so texts stay short. */
export type Binder = { bind(type: string, value: unknown): string; params: Record<string, unknown> };

export function createBinder(): Binder {
  const params: Record<string, unknown> = {};
  const names = new Map<string, string>();
  return {
    params,
    bind(type, value) {
      const key = `${type} ${JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner))}`;
      const name = names.get(key) ?? `p${names.size}`;
      names.set(key, name);
      params[name] = value;
      return `{${name}:${type}}`;
    },
  };
}

/** An instant in milliseconds as the type of `occurred_at`. Constant for the engine, so it prunes partitions and granules. */
export function instant(binder: Binder, instantMs: number): string {
  return `fromUnixTimestamp64Milli(${binder.bind('Int64', instantMs)}, 'UTC')`;
}

/** A path in a JSON column. Keys were matched against `keyPattern`: letters, digits and `_` only, so nothing can leave the quotes. */
export function path(column: string, key: string): string {
  return `${column}.${key.split('.').map((step) => `\`${step}\``).join('.')}`;
}

export function all(parts: readonly string[]): string {
  return parts.length === 0 ? '1' : parts.join(' and ');
}
