import type { Audience, Sop, SopRow } from '@homefield/contract';
import { audiences, sops } from './work.ts';

/** Audiences that were archived while the server ran. */
export const archived = new Set<string>();
const byName = new Intl.Collator('zh-Hans-CN', { numeric: true });

function sorted<Row extends { name: string; createdAtMs: number }>(rows: readonly Row[], sort: string, value: (row: Row, key: string) => number): Row[] {
  const key = sort.replace('-', '');
  const sign = sort.startsWith('-') ? -1 : 1;
  return rows.toSorted((left, right) => sign * (key === 'name' ? byName.compare(left.name, right.name) : value(left, key) - value(right, key)));
}

const chosen = (query: URLSearchParams, name: string) => query.get(name)?.split(',');

/** The audiences that a filter of the API finds. */
export function audiencesBy(query: URLSearchParams): Audience[] {
  const [q, live] = [query.get('q') ?? '', query.get('live')];
  const found = audiences.filter((row) => !archived.has(row.id) && [row.name, row.sentence.zh, row.sentence.en].some((text) => text.includes(q)) && (live === null || row.live === (live === 'yes')));
  return sorted(found, query.get('sort') ?? '-createdAt', (row, key) => ({ size: row.size ?? -1, countedAt: row.countedAtMs ?? -1 })[key] ?? row.createdAtMs);
}

/** The SOPs that a filter of the API finds. */
export function sopsBy(query: URLSearchParams): SopRow[] {
  const [states, among] = [chosen(query, 'state'), chosen(query, 'audience')];
  const found = sops.filter(({ name, state, definition, published }) => name.includes(query.get('q') ?? '') && (states?.includes(state) ?? true) && (among?.includes((published ?? definition).trigger.audienceId) ?? true));
  return sorted(found, query.get('sort') ?? '-createdAt', (row, key) => (key === 'publishedAt' ? row.publishedAtMs ?? 0 : row.createdAtMs))
    .map((sop) => ({ ...sop, audienceName: audiences.find(({ id }) => id === (sop.published ?? sop.definition).trigger.audienceId)?.name ?? null }));
}

/** All SOPs, once one of them was paused or resumed. */
export function movedTo(state: Sop['state'], id: string): Sop[] {
  for (const sop of sops) if (sop.id === id) sop.state = state;
  return sops;
}
