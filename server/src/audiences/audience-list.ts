import type { AudienceFilter, AudienceSort } from '@homefield/contract';
import type { Database, Transaction } from '../engines/index.ts';
import type { Clock, Viewer } from '../kernel/index.ts';
import { listAudiences, type AudienceRow } from './audience-reader.ts';
import type { Audience } from './audience.ts';
import type { Catalogs } from './catalogs.ts';
import type { Catalog } from './rule/catalog.ts';
import { shownAudience } from './shown.ts';
import type { Sizes } from './sizes.ts';

/** Where a page ended: the value by which the list is sorted, and whose it was. */
export type AudiencePlace = { value: number | string; audienceId: bigint };
export type AudienceQuery = AudienceFilter & { sort?: AudienceSort; after?: AudiencePlace | undefined; limit?: number };
type Deps = { db: Database; catalogs: Catalogs; sizes: Sizes; clock: Clock };

const questionMax = 100;
/** Chinese names by pinyin; "Wave 2" before "Wave 10". */
const byName = new Intl.Collator('zh-Hans-CN', { numeric: true });

/**
 * The audiences that a filter finds, a page of them when there is a limit. At most a thousand exist, so all are read and the filter looks at
 * them here: what a rule says is written by no query, and the sizes of a part of the brand are counted for each viewer. Those are counted
 * for the page alone unless the list goes by them.
 */
export async function findAudiences({ db, catalogs, sizes, clock }: Deps, viewer: Viewer, { sort = '-createdAt', after, limit, ...filter }: AudienceQuery): Promise<Audience[]> {
  const { workspaceId } = viewer;
  const catalog = await catalogs.forSentences(workspaceId, clock.now());
  const rows = await db.inWorkspace(workspaceId, async (tx) => {
    const found = await foundBy(tx, workspaceId, filter, catalog);
    const sized = sort.endsWith('size') || sort.endsWith('countedAt');
    const sorted = (sized ? await sizes.all(tx, viewer, found) : found).toSorted(orderOf(sort));
    const order = orderOf(sort);
    const rest = after ? sorted.filter((row) => order(row, after) > 0) : sorted;
    const page = limit === undefined ? rest : rest.slice(0, limit);
    return sized ? page : sizes.all(tx, viewer, page);
  });
  return rows.map((row) => shownAudience(row, catalog));
}

export async function countFound({ db, catalogs, clock }: Deps, { workspaceId }: Viewer, filter: AudienceFilter): Promise<number> {
  const catalog = await catalogs.forSentences(workspaceId, clock.now());
  return (await db.inWorkspace(workspaceId, (tx) => foundBy(tx, workspaceId, filter, catalog))).length;
}

/** The value of an audience by which the list is sorted; what was not counted comes before everything that was. */
export function placeOf({ id, name, size, countedAtMs, createdAtMs }: Audience, sort: AudienceSort): AudiencePlace {
  return { audienceId: id, value: { name, size: size ?? -1, countedAt: countedAtMs ?? -1, createdAt: createdAtMs }[keyOf(sort)] };
}

async function foundBy(tx: Transaction, workspaceId: bigint, { q = '', live }: AudienceFilter, catalog: Catalog): Promise<AudienceRow[]> {
  const rows = await listAudiences(tx, workspaceId);
  const part = plain(q).slice(0, questionMax);
  return rows.filter((row) => (live === undefined || row.live === (live === 'yes')) && (part === '' || says(row, catalog).some((text) => plain(text).includes(part))));
}

function says(row: AudienceRow, catalog: Catalog): string[] {
  const { name, sentence } = shownAudience(row, catalog);
  return [name, sentence.zh, sentence.en];
}

function plain(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

type SortKey = 'name' | 'size' | 'countedAt' | 'createdAt';

function keyOf(sort: AudienceSort): SortKey {
  return sort.replace('-', '') as SortKey;
}

function valueOf(row: AudienceRow | AudiencePlace, key: SortKey): AudiencePlace {
  if ('value' in row) return row;
  return { audienceId: row.audience_id, value: { name: row.name, size: Number(row.size ?? -1n), countedAt: row.counted_at ?? -1, createdAt: row.created_at }[key] };
}

/** Equal ones go by their ids in the same direction, so that no page leaves one out or shows it twice. */
function orderOf(sort: AudienceSort): (one: AudienceRow | AudiencePlace, other: AudienceRow | AudiencePlace) => number {
  const key = keyOf(sort);
  const sign = sort.startsWith('-') ? -1 : 1;
  return (one, other) => {
    const [left, right] = [valueOf(one, key), valueOf(other, key)];
    const compared = typeof left.value === 'string' ? byName.compare(left.value, String(right.value)) : left.value - Number(right.value);
    return sign * (compared || (left.audienceId < right.audienceId ? -1 : Number(left.audienceId > right.audienceId)));
  };
}
