import pg from 'pg';
import type { AnalyticsAdmin } from '../clickhouse/index.ts';
import type { Database } from '../postgres/index.ts';
import { projectorReader, rowLine } from './projector.ts';
import type { ProjectedState } from './projector.ts';

/** What an adoption found and changed. */
export type Adoption = {
  /** Why it was needed; empty when everything fits and nothing was changed. */
  reasons: string[];
  era: number;
  txOffset: bigint;
  /** Events that ClickHouse had beyond the projector's cursor and that were removed there. */
  removed: number;
  /** Of these, events that PostgreSQL still has: they are carried over again. The rest is lost with the state before the restore. */
  repeated: number;
  /** Rows that were carried to ClickHouse anew beside the events (profiles). */
  carried: number;
};

type Engines = {
  /** The owner: changes the installation. It need not be a superuser, and then cannot see the log itself, which is under row-level security. */
  admin: pg.ClientConfig;
  db: Database;
  clickhouse: AnalyticsAdmin;
  /** Tables beside the events. */
  states: readonly ProjectedState[];
};

/**
 * After a restore or a move to another server: raises the offset so that new transactions come after everything in the log, raises
 * the era so that no old deduplication token can swallow a new batch, takes back from ClickHouse what lies beyond the restored
 * cursor, and carries the `states` over anew. Nobody else may be connected (the caller holds the lock of the home or the migration lock).
 */
export async function adoptLog({ admin, db, clickhouse, states }: Engines): Promise<Adoption> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    await client.query('begin');
    const state = { ...(await readState(client)), logMax: await readLog(db) };
    state.logMax = state.logMax > state.cursorMax ? state.logMax : state.cursorMax;
    const reasons: string[] = [];
    if (state.stored !== state.current) reasons.push(`the system identifier was ${state.stored} and is ${state.current}`);
    if (state.logMax >= state.nextTx + state.txOffset) reasons.push(`the log reaches transaction ${state.logMax}, the database only ${state.nextTx + state.txOffset}`);
    if (reasons.length === 0) {
      await client.query('rollback');
      return { reasons, era: state.era, txOffset: state.txOffset, removed: 0, repeated: 0, carried: 0 };
    }
    const [inClickHouse] = await clickhouse.read<{ highest: string }>('select toString(max(tx)) as highest from event_stored');
    const highest = [state.logMax, BigInt(inClickHouse?.highest ?? 0)].reduce((a, b) => (a > b ? a : b));
    const txOffset = highest >= state.nextTx + state.txOffset ? highest - state.nextTx + 1n : state.txOffset;
    const { removed, repeated } = await takeBack(db, clickhouse, state.cursor);
    let carried = 0;
    for (const projected of states) carried += await carryAnew(client, clickhouse, projected);
    await client.query('update installation set tx_offset = $1, era = era + 1, system_identifier = $2', [String(txOffset), state.current]);
    await client.query('update log_cursor set batch_tx = null, batch_position = null');
    await client.query('commit');
    return { reasons, era: state.era + 1, txOffset, removed, repeated, carried };
  } finally {
    await client.end();
  }
}

type Place = { tx: bigint; position: bigint };
type State = { stored: string; current: string; era: number; txOffset: bigint; nextTx: bigint; cursorMax: bigint; cursor: Place };

/** How far the log reaches. */
async function readLog(db: Database): Promise<bigint> {
  const [row] = await db.asEngine((tx) => tx.query<{ tx: bigint }>('select coalesce(max(tx), 0) as tx from event_log'));
  return row?.tx ?? 0n;
}

async function readState(client: pg.Client): Promise<State> {
  const { rows: [row] } = await client.query<Record<'stored' | 'current' | 'era' | 'tx_offset' | 'next_tx' | 'cursor_max' | 'cursor_tx' | 'cursor_position', string>>(`
    select i.system_identifier as stored, (select system_identifier::text from pg_control_system()) as current, i.era, i.tx_offset,
      pg_snapshot_xmax(pg_current_snapshot())::text as next_tx,
      coalesce((select max(tx) from log_cursor), 0) as cursor_max,
      coalesce((select tx from log_cursor where reader = $1), 0) as cursor_tx,
      coalesce((select position from log_cursor where reader = $1), 0) as cursor_position
    from installation i for update`, [projectorReader]);
  if (!row) throw new Error('The installation row is missing.');
  return {
    stored: row.stored, current: row.current, era: Number(row.era), txOffset: BigInt(row.tx_offset), nextTx: BigInt(row.next_tx),
    cursorMax: BigInt(row.cursor_max), cursor: { tx: BigInt(row.cursor_tx), position: BigInt(row.cursor_position) },
  };
}

/** ClickHouse may know a future that PostgreSQL has forgotten. PostgreSQL is the truth. */
async function takeBack(db: Database, clickhouse: AnalyticsAdmin, cursor: Place): Promise<{ removed: number; repeated: number }> {
  const beyond = `(tx, position) > (${cursor.tx}, ${cursor.position})`;
  const [found] = await clickhouse.read<{ count: string }>(`select toString(count()) as count from event_stored where ${beyond}`);
  const removed = Number(found?.count ?? 0);
  const [kept] = await db.asEngine((tx) => tx.query<{ count: bigint }>('select count(*) as count from event_log where (tx, position) > ($1, $2)', [cursor.tx, cursor.position]));
  if (removed === 0) return { removed, repeated: 0 };
  await clickhouse.command(`alter table event_stored delete where ${beyond} settings mutations_sync = 2`);
  return { removed, repeated: Math.min(removed, Number(kept?.count ?? 0)) };
}

/**
 * Writes the whole table anew, above every version that either engine knows, then removes what is older: a row beyond the cursor may have
 * merged the only earlier one away, so that taking it back alone would lose the customer for good. The versions of new rows begin
 * above. Safe to be cut off and done again: the sequence does not go back.
 */
async function carryAnew(client: pg.Client, clickhouse: AnalyticsAdmin, { table, columns, versions, rows }: ProjectedState): Promise<number> {
  const [known] = await clickhouse.read<{ highest: string }>(`select toString(max(version)) as highest from ${table}`);
  const { rows: [own] } = await client.query<{ highest: string }>(`select last_value as highest from ${versions}`);
  const version = [BigInt(known?.highest ?? 0), BigInt(own?.highest ?? 0)].reduce((a, b) => (a > b ? a : b)) + 1n;
  await client.query('select setval($1, $2)', [versions, String(version)]);
  let carried = 0;
  for await (const batch of rows(version)) {
    await clickhouse.insert(table, columns, batch.map((row) => `${rowLine(row)}\n`).join(''), `adoption:${table}:${version}:${carried}`);
    carried += batch.length;
  }
  await clickhouse.command(`alter table ${table} delete where version < ${version} settings mutations_sync = 2`);
  return carried;
}
