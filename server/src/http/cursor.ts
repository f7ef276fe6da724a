import { z } from 'zod';
import { CursorInvalid } from './problems.ts';

/**
 * Pages of a list by cursor: the sort values of the last row shown, as opaque text. The cursor carries the name of its list (with
 * the sort), so that one of another list, a cut one or an invented one is refused and never read as a place. It needs no signature: it can
 * only say where to go on, and row-level security decides what is seen from there.
 */
export type Cursor<T> = {
  /** Undefined for the first page. Refuses (400) what this list has not written. */
  read(text: string | undefined): T | undefined;
  write(place: T): string;
};

/** Values of a cursor: numbers, texts, null; `cursorBigint` for ids and positions. */
export function createCursor<S extends z.ZodType>(list: string, shape: S): Cursor<z.output<S>> {
  const envelope = z.tuple([z.literal(list), shape]);
  return {
    read(text) {
      if (text === undefined) return undefined;
      if (!/^[A-Za-z0-9_-]+$/.test(text)) throw CursorInvalid();
      const parsed = envelope.safeParse(parse(Buffer.from(text, 'base64url').toString('utf8')));
      if (!parsed.success) throw CursorInvalid();
      return parsed.data[1] as z.output<S>;
    },
    write: (place) => Buffer.from(JSON.stringify([list, place], (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).toString('base64url'),
  };
}

/** A 63-bit integer inside a cursor. */
export const cursorBigint = z.string().regex(/^-?\d{1,19}$/).transform((text) => BigInt(text))
  .refine((value) => value < 1n << 63n && value >= -(1n << 63n));

/** A page from `limit + 1` rows: whether the one too many is there says whether there is more. */
export function toPage<Row, Shown>(rows: readonly Row[], limit: number, show: (row: Row) => Shown, cursorAfter: (last: Row) => string): { data: Shown[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { data: shown.map(show), nextCursor: rows.length > limit && last !== undefined ? cursorAfter(last) : null };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
