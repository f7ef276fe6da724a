import { get, type Page, type Query } from './client.ts';

const portion = 200;
/** No list that is offered as a choice is longer: audiences are a thousand at most. */
const portionsMax = 5;

/** The whole of a short list, for choosing from: portion by portion, as one page. */
export async function everyRow<Row>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Page<Row>> {
  const data: Row[] = [];
  let cursor: string | null = null;
  for (let read = 0; read < portionsMax; read += 1) {
    const page: Page<Row> = await get<Page<Row>>(path, { ...query, cursor, limit: portion }, signal);
    data.push(...page.data);
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  return { data, nextCursor: cursor };
}
