import { LOCAL_CODES } from './error-codes.ts';
import { WecomError } from './errors.ts';

/** A page of any paged answer; the last one has no cursor or an empty one. A page may be short, even empty, before the last. */
export interface Page {
  next_cursor?: string;
}

/** Reads all rows page by page. Stops with an error when the cursor repeats or after `pagesMax` pages, instead of for ever. */
export async function* eachRow<P extends Page, Row>(
  call: string, pagesMax: number, fetchPage: (cursor: string | undefined) => Promise<P>, rowsOf: (page: P) => Row[],
): AsyncGenerator<Row, void, undefined> {
  let cursor: string | undefined;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const page = await fetchPage(cursor);
    yield* rowsOf(page);
    if (!page.next_cursor) return;
    if (page.next_cursor === cursor) break;
    cursor = page.next_cursor;
  }
  throw new WecomError(LOCAL_CODES.cursorRepeats, call, 'paging did not end');
}
