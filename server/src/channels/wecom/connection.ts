import { createTokenStore, createWecomClient, WECOM_BASE_URL } from '@homefield/wecom';
import type { ClientLimits, WecomClient, WecomError } from '@homefield/wecom';
import type { Database, Transaction } from '../../engines/index.ts';
import type { Clock, Ids, Randomness } from '../../kernel/index.ts';
import { ChannelMissing, SecretNeeded } from '../problems.ts';
import { createSecretBox } from '../secret-box.ts';
import { askWecom } from './check.ts';
import type { CheckOutcome } from './check.ts';
import { faultOf, restMs } from './turns.ts';

export type WecomSettings = {
  corpId: string;
  /** Without one the stored one stays, which needs the same corp. */
  secret?: string | undefined;
  agentId?: number | null | undefined;
  /** Default what is stored, at first the real WeCom; a sandbox or a proxy for tests and closed networks. */
  baseUrl?: string;
};

/** What a screen may show of the connection: never the secret. */
export type WecomConnection = {
  corpId: string; agentId: number | null; baseUrl: string; trouble: ChannelTrouble | null; syncedAtMs: number | null;
  /** Faults in a row, and until when the connection rests because of them. */
  failures: number; restUntilMs: number | null;
};

export type ChannelTrouble = { code: number; name: string; hint: string; atMs: number };

/** What was connected until now, and whether the secret that was sent is another one. */
export type ConnectionBefore = { corpId: string; agentId: number | null; secretChanged: boolean };

export type Connections = {
  /** Stores or replaces the connection of the workspace. Refuses (422) when there is no secret. `tell` writes in the same transaction. */
  connect(workspaceId: bigint, settings: WecomSettings, tell?: (tx: Transaction, before: ConnectionBefore | null) => Promise<void>): Promise<void>;
  find(workspaceId: bigint): Promise<WecomConnection | undefined>;
  /** Asks WeCom with the stored credentials, a fresh token included, and says in a sentence what is wrong. Refuses when nothing is connected. */
  check(workspaceId: bigint): Promise<CheckOutcome>;
  /** A client for the workspace's app. Refuses when nothing is connected. */
  client(workspaceId: bigint): Promise<WecomClient>;
  /**
   * Notes how a call went (null: well). After refused credentials, or when nobody answers several times in a row, the connection
   * rests for growing minutes. Answers whether the fault is one of the connection, which the next call would meet too.
   */
  note(workspaceId: bigint, error: WecomError | null): Promise<boolean>;
};

export type ConnectionDeps = { db: Database; clock: Clock; ids: Ids; randomness: Randomness; secretKey: Buffer; limits?: Partial<ClientLimits> };

type ChannelRow = { corp_id: string; agent_id: number | null; base_url: string; secret_sealed: Buffer; trouble: ChannelTrouble | null; synced_at: number | null; failures: number; rest_until: number | null };

export function createConnections({ db, clock, ids, randomness, secretKey, limits }: ConnectionDeps): Connections {
  const box = createSecretBox({ secretKey, randomness });
  const tokens = createTokenStore(clock);
  const clients = new Map<string, WecomClient>();
  const read = (workspaceId: bigint) => db.inWorkspace(workspaceId, (tx) => readRow(tx, workspaceId));
  return {
    connect: (workspaceId, settings, tell) => db.inWorkspace(workspaceId, async (tx) => {
      const now = new Date(clock.now());
      const stored = await readRow(tx, workspaceId);
      if (settings.secret === undefined && stored?.corp_id !== settings.corpId) throw SecretNeeded();
      const sealed = settings.secret === undefined ? stored?.secret_sealed : box.seal(workspaceId, settings.secret);
      await tx.query(`
        insert into channel (workspace_id, channel_id, kind, corp_id, agent_id, base_url, secret_sealed, created_at, updated_at, next_sync_at)
        values ($1, $2, 'wecom', $3, $4, $5, $6, $7, $7, $7)
        on conflict (workspace_id, kind) do update set corp_id = excluded.corp_id, agent_id = excluded.agent_id,
          base_url = excluded.base_url, secret_sealed = excluded.secret_sealed, trouble = null, failures = 0, rest_until = null, updated_at = excluded.updated_at, next_sync_at = excluded.next_sync_at`,
      [workspaceId, ids.next('channel'), settings.corpId, settings.agentId ?? null, settings.baseUrl ?? stored?.base_url ?? WECOM_BASE_URL, sealed, now]);
      await tell?.(tx, stored ? { corpId: stored.corp_id, agentId: stored.agent_id, secretChanged: settings.secret !== undefined && settings.secret !== box.open(workspaceId, stored.secret_sealed) } : null);
    }),
    async find(workspaceId) {
      const row = await read(workspaceId);
      return row && { corpId: row.corp_id, agentId: row.agent_id, baseUrl: row.base_url, trouble: row.trouble, syncedAtMs: row.synced_at, failures: row.failures, restUntilMs: row.rest_until };
    },
    async check(workspaceId) {
      const row = await read(workspaceId);
      if (!row) throw ChannelMissing();
      const outcome = await askWecom(() => createWecomClient({
        baseUrl: row.base_url, corpId: row.corp_id, secret: box.open(workspaceId, row.secret_sealed), clock, limits: { ...limits, retriesMax: 0 },
      }));
      // Mended: what rests goes on at once.
      if (outcome.ok) await note({ db, clock }, workspaceId, null);
      return outcome;
    },
    async client(workspaceId) {
      const row = await read(workspaceId);
      if (!row) throw ChannelMissing();
      // The sealed bytes change with every change of the connection, so an old client is never used again.
      const key = `${workspaceId} ${row.base_url} ${row.corp_id} ${row.secret_sealed.toString('base64')}`;
      const client = clients.get(key) ?? createWecomClient({
        baseUrl: row.base_url, corpId: row.corp_id, secret: box.open(workspaceId, row.secret_sealed), clock, tokens, ...(limits && { limits }),
      });
      clients.set(key, client);
      return client;
    },
    note: (workspaceId, error) => note({ db, clock }, workspaceId, error),
  };
}

async function note({ db, clock }: { db: Database; clock: Clock }, workspaceId: bigint, error: WecomError | null): Promise<boolean> {
  const fault = error && faultOf(error);
  if (error && !fault && error.kind !== 'config') return false;
  await db.inWorkspace(workspaceId, async (tx) => {
    const nowMs = clock.now();
    if (!error) {
      await tx.query(`update channel set trouble = null, failures = 0, rest_until = null where workspace_id = $1 and kind = 'wecom' and (trouble is not null or failures > 0)`, [workspaceId]);
      return;
    }
    const [row] = await tx.query<{ failures: number }>(`select failures from channel where workspace_id = $1 and kind = 'wecom' for update`, [workspaceId]);
    const failures = (row?.failures ?? 0) + (fault ? 1 : 0);
    const rest = fault ? restMs(fault, failures) : 0;
    const trouble: ChannelTrouble = { code: error.code, name: error.name, hint: error.hint, atMs: nowMs };
    await tx.query(`
      update channel set failures = $2, rest_until = $3, trouble = case when $4 then $5::jsonb else trouble end where workspace_id = $1 and kind = 'wecom'`,
    [workspaceId, failures, rest > 0 ? new Date(nowMs + rest) : null, rest > 0 || error.kind === 'config', JSON.stringify(trouble)]);
  });
  return fault !== null;
}

async function readRow(tx: Transaction, workspaceId: bigint): Promise<ChannelRow | undefined> {
  const [row] = await tx.query<ChannelRow>(`
    select corp_id, agent_id, base_url, secret_sealed, trouble, synced_at, failures, rest_until from channel where workspace_id = $1 and kind = 'wecom'`, [workspaceId]);
  return row;
}
