import type { Database, Transaction } from '../engines/index.ts';
import { formatId, idPrefixes, parseId } from '../kernel/index.ts';
import type { IdKind } from '../kernel/index.ts';

/** `tail`, `madeBy`: of a key, so that nobody takes it for a person of its name. */
export type AuditActor = { kind: 'user' | 'apiKey' | 'system'; id: bigint | null; name: string | null; tail: string | null; madeBy: string | null };
export type AuditLine = {
  auditId: bigint; atMs: number; actor: AuditActor;
  action: string; object: { kind: string; id: string; name: string | null } | null; detail: Record<string, unknown>;
};
/** `actor`: id of a user or key, or `system`; `action`: how it begins; `object`: a kind or an id. Instants in milliseconds, `toMs` excluded. */
export type AuditFilter = { actor?: string | undefined; action?: string | undefined; object?: string | undefined; fromMs?: number | undefined; toMs?: number | undefined };

export type AuditReader = {
  /** The newest first. */
  list(workspaceId: bigint, filter: AuditFilter, page: { before?: bigint | undefined; limit: number }): Promise<AuditLine[]>;
};

type Row = { audit_id: bigint; at: number; actor_kind: 'user' | 'apiKey' | 'system'; actor_id: bigint | null; action: string; object_kind: string | null; object_id: string | null; detail: Record<string, unknown>; actor_name: string | null };
type KeyNames = { name: string; tail: string | null; madeBy: string | null };

export function createAuditReader({ db }: { db: Database }): AuditReader {
  return {
    list: (workspaceId, filter, { before, limit }) => db.inWorkspace(workspaceId, async (tx) => {
      const actor = actorOf(filter.actor);
      const isId = filter.object?.includes('_') ?? false;
      const rows = await tx.query<Row>(`
        select a.audit_id, a.at, a.actor_kind, a.actor_id, a.action, a.object_kind, a.object_id, a.detail, u.name as actor_name
        from audit_entry a
          left join user_account u on a.actor_kind = 'user' and u.workspace_id = a.workspace_id and u.user_id = a.actor_id
        where a.workspace_id = $1 and ($2::bigint is null or a.audit_id < $2) and ($3::text is null or a.actor_kind = $3) and ($4::bigint is null or a.actor_id = $4)
          and ($5::text is null or starts_with(a.action, $5)) and ($6::text is null or a.object_kind = $6) and ($7::text is null or a.object_id = $7)
          and ($8::timestamptz is null or a.at >= $8) and ($9::timestamptz is null or a.at < $9)
        order by a.audit_id desc limit $10`,
      [workspaceId, before ?? null, actor?.kind ?? null, actor?.id ?? null, filter.action || null, isId ? null : filter.object || null, isId ? filter.object : null,
        filter.fromMs === undefined ? null : new Date(filter.fromMs), filter.toMs === undefined ? null : new Date(filter.toMs), limit]);
      const names = await namesOf(tx, workspaceId, rows);
      const keys = await keysOf(tx, workspaceId, rows);
      return rows.map((row) => ({
        auditId: row.audit_id, atMs: row.at, actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name, tail: null, madeBy: null, ...(row.actor_kind === 'apiKey' ? keys.get(row.actor_id ?? 0n) : {}) }, action: row.action, detail: row.detail,
        object: row.object_kind === null || row.object_id === null ? null : { kind: row.object_kind, id: row.object_id, name: names.get(row.object_id) ?? nameIn(row.detail) },
      }));
    }),
  };
}

function actorOf(text: string | undefined): { kind: string; id: bigint | null } | undefined {
  if (!text) return undefined;
  if (text === 'system') return { kind: 'system', id: null };
  const kind: IdKind = text.startsWith(`${idPrefixes.apiKey}_`) ? 'apiKey' : 'user';
  return { kind, id: parseId(kind, text) };
}

/** Names of the people and keys that were acted upon; what is gone has left its name in `detail`. */
async function namesOf(tx: Transaction, workspaceId: bigint, rows: readonly Row[]): Promise<Map<string, string>> {
  const idsOf = (kind: 'user' | 'apiKey', named: string) => [...new Set(rows.filter((row) => row.object_kind === named && row.object_id?.startsWith(`${idPrefixes[kind]}_`)).map((row) => row.object_id ?? ''))];
  const names = new Map<string, string>();
  for (const [kind, named, table, column] of [['user', 'user', 'user_account', 'user_id'], ['apiKey', 'api_key', 'api_key', 'api_key_id']] as const) {
    const texts = idsOf(kind, named);
    if (texts.length === 0) continue;
    const numbers = new Map(texts.map((text) => [parseId(kind, text), text]));
    const found = await tx.query<{ id: bigint; name: string }>(`select ${column} as id, name from ${table} where workspace_id = $1 and ${column} = any ($2) limit $3`, [workspaceId, [...numbers.keys()], numbers.size]);
    for (const { id, name } of found) names.set(numbers.get(id) ?? '', name);
  }
  return names;
}

/** What the keys among the actors are called. Of one that is gone its making is read. */
async function keysOf(tx: Transaction, workspaceId: bigint, rows: readonly Row[]): Promise<Map<bigint, KeyNames>> {
  const ids = [...new Set(rows.filter((row) => row.actor_kind === 'apiKey').map((row) => row.actor_id ?? 0n))];
  if (ids.length === 0) return new Map();
  const found = await tx.query<{ id: bigint; name: string | null; tail: string | null; made_by: string | null }>(`
    select i.id, coalesce(k.name, a.detail->>'name') as name, coalesce(k.tail, a.detail->>'tail') as tail, u.name as made_by
    from unnest($2::bigint[], $3::text[]) as i (id, shown)
      left join api_key k on k.workspace_id = $1 and k.api_key_id = i.id
      left join audit_entry a on k.api_key_id is null and a.workspace_id = $1 and a.object_id = i.shown and a.action = 'api_key.created'
      left join user_account u on u.workspace_id = $1 and u.user_id = coalesce(k.created_by, a.actor_id)
    limit $4`, [workspaceId, ids, ids.map((id) => formatId('apiKey', id)), ids.length]);
  return new Map(found.flatMap(({ id, name, tail, made_by: madeBy }) => (name === null ? [] : [[id, { name, tail, madeBy }] as const])));
}

function nameIn(detail: Record<string, unknown>): string | null {
  return typeof detail['name'] === 'string' ? detail['name'] : null;
}
