import { isDeepStrictEqual } from 'node:util';

/** What of a thing became different, by field. */
export type Changes = Readonly<Record<string, Readonly<{ before: unknown; after: unknown }>>>;

/** Compares what a thing was with what it became. Undefined: nothing differs, whatever was sent, and there is nothing to tell. */
export function changesOf<Shape extends object>(before: Shape, after: Shape, fields: readonly (keyof Shape & string)[]): Changes | undefined {
  const changed = fields.filter((field) => !isDeepStrictEqual(before[field] ?? null, after[field] ?? null));
  return changed.length === 0 ? undefined : Object.fromEntries(changed.map((field) => [field, { before: before[field] ?? null, after: after[field] ?? null }]));
}
