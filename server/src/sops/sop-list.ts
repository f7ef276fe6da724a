import type { SopFilter, SopSort } from '@homefield/contract';
import type { Transaction } from '../engines/index.ts';
import { isProblem, parseId } from '../kernel/index.ts';
import { sopColumns, sopOf } from './sop-store.ts';
import type { Sop, SopRecord } from './sop-store.ts';

/** Where a page ended: the value by which the list is sorted, and whose it was. */
export type SopPlace = { value: number | string; sopId: bigint };
export type SopQuery = SopFilter & { sort: SopSort; after?: SopPlace | undefined; limit: number };
/** An SOP of the list, with the name of the audience that it begins with. */
export type ListedSop = Sop & { audienceName: string | null };

/** Names go by pinyin. What was never published comes before everything that was. */
const sortValues = {
  createdAt: { sql: '(extract(epoch from created_at) * 1000)::float8', type: 'float8' },
  publishedAt: { sql: 'coalesce((extract(epoch from published_at) * 1000)::float8, 0)', type: 'float8' },
  name: { sql: 'name collate "zh-x-icu"', type: 'text' },
} as const;
type SortKey = keyof typeof sortValues;
const questionMax = 100;

/** The SOPs that a filter finds, a page of them. Reads the table of audiences for their names. */
export async function listSops(tx: Transaction, workspaceId: bigint, { sort, after, limit, ...filter }: SopQuery): Promise<ListedSop[]> {
  const { sql: value, type } = sortValues[keyOf(sort)];
  const [compare, direction] = sort.startsWith('-') ? ['<', 'desc'] : ['>', 'asc'];
  const { where, values } = filtered(workspaceId, filter);
  const rows = await tx.query<SopRecord>(`
    select ${sopColumns} from sop where ${where} and ($6::${type} is null or (${value}, sop_id) ${compare} ($6::${type}, $7::bigint))
    order by ${value} ${direction}, sop_id ${direction} limit $8`, [...values, after?.value ?? null, after?.sopId ?? null, limit]);
  return withAudiences(tx, workspaceId, rows.map(sopOf));
}

export async function countSops(tx: Transaction, workspaceId: bigint, filter: SopFilter): Promise<number> {
  const { where, values } = filtered(workspaceId, filter);
  const [row] = await tx.query<{ count: number }>(`select count(*)::int as count from sop where ${where}`, values);
  return row?.count ?? 0;
}

/** The value of an SOP by which the list is sorted. */
export function placeOf({ sopId, name, createdAtMs, publishedAtMs }: Sop, sort: SopSort): SopPlace {
  return { sopId, value: { name, createdAt: createdAtMs, publishedAt: publishedAtMs ?? 0 }[keyOf(sort)] };
}

function keyOf(sort: SopSort): SortKey {
  return sort.replace('-', '') as SortKey;
}

/** Everything that is given has to hold. An audience is meant by the draft or by the published version. */
function filtered(workspaceId: bigint, { q = '', state, audience }: SopFilter): { where: string; values: unknown[] } {
  const audiences = audience?.split(',');
  return {
    where: `workspace_id = $1 and position($2 in lower(normalize(name, NFKC))) > 0 and ($3::text[] is null or state = any ($3))
      and ($4::text[] is null or definition -> 'trigger' ->> 'audienceId' = any ($4) or audience_id = any ($5::bigint[]))`,
    values: [workspaceId, q.normalize('NFKC').trim().toLowerCase().slice(0, questionMax), state?.split(',') ?? null, audiences ?? null, audiences?.flatMap(audienceIdOf) ?? []],
  };
}

async function withAudiences(tx: Transaction, workspaceId: bigint, sops: readonly Sop[]): Promise<ListedSop[]> {
  const audienceOf = ({ published, definition }: Sop) => audienceIdOf((published ?? definition).trigger.audienceId)[0];
  const ids = sops.flatMap((sop) => audienceOf(sop) ?? []);
  const rows = await tx.query<{ audience_id: bigint; name: string }>('select audience_id, name from audience where workspace_id = $1 and audience_id = any ($2)', [workspaceId, ids]);
  const names = new Map(rows.map((row) => [row.audience_id, row.name]));
  return sops.map((sop) => ({ ...sop, audienceName: names.get(audienceOf(sop) ?? 0n) ?? null }));
}

/** A draft may name what cannot be an audience: that is refused at its publication, and finds nothing here. */
function audienceIdOf(text: string): bigint[] {
  try {
    return [parseId('audience', text)];
  } catch (error) {
    if (isProblem(error)) return [];
    throw error;
  }
}
