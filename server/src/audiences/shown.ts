import type { AudienceRow } from './audience-reader.ts';
import type { Audience } from './audience.ts';
import type { Catalog } from './rule/catalog.ts';
import { explainRule } from './rule/explain.ts';
import { parseRule } from './rule/parse.ts';

/** An audience with what its rule says. */
export function shownAudience(row: AudienceRow, catalog: Catalog): Audience {
  const { node } = parseRule(row.rule);
  return {
    id: row.audience_id, name: row.name, rule: row.rule, live: row.live, version: row.version,
    sentence: node ? explainRule(node, catalog) : { zh: '', en: '' },
    size: row.size === null ? null : Number(row.size), countedAtMs: row.counted_at, createdAtMs: row.created_at, refreshError: row.refresh_error, refreshedAtMs: row.refreshed_at,
  };
}
