import { mayDo } from '@homefield/contract';
import type { Role, ScopeKind } from '@homefield/contract';
import type { Database, Transaction } from '../engines/index.ts';
import type { Actor, Scope } from '../http/index.ts';
import { formatId, randomToken } from '../kernel/index.ts';
import type { Clock, Ids, Language, Randomness } from '../kernel/index.ts';
import type { Audit } from './audit.ts';
import { ApiKeyNotFound, ExpiryPast, TooManyApiKeys } from './problems.ts';
import { tokenHash } from './session-store.ts';

export type ApiKey = { apiKeyId: bigint; name: string; scopes: Scope[]; tail: string; createdAtMs: number; lastUsedAtMs: number | null; createdBy: { userId: bigint; name: string; role: Role } | null; expiresAtMs: number | null; lastAddress: string | null; rests: boolean };

export type ApiKeys = {
  /** The newest first. At most `apiKeysMax` exist. */
  list(workspaceId: bigint): Promise<ApiKey[]>;
  /** Answers the key itself, this once; only its hash is kept. */
  create(actor: Actor, workspaceId: bigint, apiKey: { name: string; scopes: readonly Scope[]; expiresAtMs?: number | null | undefined; language?: Language | undefined }): Promise<ApiKey & { key: string }>;
  remove(actor: Actor, workspaceId: bigint, apiKeyId: bigint): Promise<void>;
};

export const apiKeysMax = 100;

/**
 * A key acts for nobody in particular, on the word of who made it: it does no more than their role allows at that moment (`refusalOf` of the web server),
 * rests while they may not make one any more, and goes on when they may again. One whose maker is not known stands for the brand.
 */
export function keyRests(maker: { role: Role; scopeKind: ScopeKind } | null): boolean {
  return maker !== null && !(mayDo(maker.role, 'api_keys.manage') && maker.scopeKind === 'brand');
}

export function createApiKeys({ db, clock, ids, randomness, audit }: { db: Database; clock: Clock; ids: Ids; randomness: Randomness; audit: Audit }): ApiKeys {
  return {
    list: (workspaceId) => db.inWorkspace(workspaceId, (tx) => listKeys(tx, workspaceId)),
    async create(actor, workspaceId, { name, scopes, expiresAtMs = null, language }) {
      if (expiresAtMs !== null && expiresAtMs <= clock.now()) throw ExpiryPast();
      const key = `hf_${randomToken(randomness)}`;
      const made: ApiKey = { apiKeyId: ids.next('apiKey'), name, scopes: [...new Set(scopes)], tail: key.slice(-4), createdAtMs: clock.now(), lastUsedAtMs: null, createdBy: null, expiresAtMs, lastAddress: null, rests: false };
      await db.inWorkspace(workspaceId, async (tx) => {
        if ((await listKeys(tx, workspaceId)).length >= apiKeysMax) throw TooManyApiKeys({ max: apiKeysMax });
        await tx.query('insert into api_key (workspace_id, api_key_id, name, scopes, key_hash, tail, created_by, created_at, expires_at, language) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
          [workspaceId, made.apiKeyId, name, made.scopes, tokenHash(key), made.tail, actor.id, new Date(made.createdAtMs), expiresAtMs === null ? null : new Date(expiresAtMs), language ?? null]);
        const [creator] = await tx.query<{ name: string; role: Role }>('select name, role from user_account where workspace_id = $1 and user_id = $2', [workspaceId, actor.id]);
        if (creator) made.createdBy = { userId: actor.id, ...creator };
        await audit(tx, workspaceId, { actor, action: 'api_key.created', object: { kind: 'api_key', id: formatId('apiKey', made.apiKeyId) }, detail: { name, tail: made.tail, scopes: made.scopes, expiresAtMs } });
      });
      return { ...made, key };
    },
    remove: (actor, workspaceId, apiKeyId) => db.inWorkspace(workspaceId, async (tx) => {
      const gone = await tx.query<{ name: string }>('delete from api_key where workspace_id = $1 and api_key_id = $2 returning name', [workspaceId, apiKeyId]);
      if (!gone[0]) throw ApiKeyNotFound();
      await audit(tx, workspaceId, { actor, action: 'api_key.deleted', object: { kind: 'api_key', id: formatId('apiKey', apiKeyId) }, detail: { name: gone[0].name } });
    }),
  };
}

async function listKeys(tx: Transaction, workspaceId: bigint): Promise<ApiKey[]> {
  const rows = await tx.query<{ api_key_id: bigint; name: string; scopes: Scope[]; tail: string; created_at: number; last_used_at: number | null; created_by: bigint | null; creator: string | null; role: Role | null; scope_kind: ScopeKind | null; expires_at: number | null; last_address: string | null }>(`
    select k.api_key_id, k.name, k.scopes, k.tail, k.created_at, k.last_used_at, k.created_by, k.expires_at, k.last_address, u.name as creator, u.role, u.scope_kind
    from api_key k left join user_account u on u.workspace_id = k.workspace_id and u.user_id = k.created_by
    where k.workspace_id = $1 order by k.api_key_id desc limit ${apiKeysMax}`, [workspaceId]);
  return rows.map((row) => ({
    apiKeyId: row.api_key_id, name: row.name, scopes: row.scopes, tail: row.tail, createdAtMs: row.created_at, lastUsedAtMs: row.last_used_at,
    createdBy: row.created_by === null || row.creator === null || row.role === null ? null : { userId: row.created_by, name: row.creator, role: row.role },
    expiresAtMs: row.expires_at, lastAddress: row.last_address, rests: keyRests(row.role && row.scope_kind && { role: row.role, scopeKind: row.scope_kind }),
  }));
}

/** Ends every key that the user has made: whoever leaves may have taken copies along. */
export async function revokeKeysOf(tx: Transaction, workspaceId: bigint, userId: bigint, actor: Actor, audit: Audit): Promise<void> {
  const gone = await tx.query<{ api_key_id: bigint; name: string }>('delete from api_key where workspace_id = $1 and created_by = $2 returning api_key_id, name', [workspaceId, userId]);
  const [maker] = gone.length === 0 ? [] : await tx.query<{ name: string }>('select name from user_account where workspace_id = $1 and user_id = $2', [workspaceId, userId]);
  for (const { api_key_id: id, name } of gone) {
    await audit(tx, workspaceId, { actor, action: 'api_key.deleted', object: { kind: 'api_key', id: formatId('apiKey', id) }, detail: { name, why: 'creator_disabled', creator: maker?.name } });
  }
}
