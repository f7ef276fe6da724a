import type { Analytics, Database, Transaction } from '../engines/index.ts';
import { formatId } from '../kernel/index.ts';
import { sampleFile, sampleStaffIds } from './story.ts';
import { sampleWords } from './words.ts';

type Deps = { db: Database; analytics: Analytics };

/** Customers of one transaction: a longer one would hold the readers of the log back. */
export const forgetMax = 1_000;
const tablesMax = 200;

/**
 * Deletes customers and everything that is told of them, from every table of PostgreSQL that has `workspace_id` and `customer_id` (found in the
 * catalog, so that a new table cannot be forgotten), in one transaction. What remembers identities forgets them (`identity_epoch`).
 */
export async function forgetInPostgres({ db }: Pick<Deps, 'db'>, workspaceId: bigint, customerIds: readonly bigint[]): Promise<void> {
  await db.inWorkspace(workspaceId, async (tx) => {
    const tables = await tx.query<{ name: string }>(`
      select quote_ident(c.relname) as name from pg_class c
      where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
        and 2 = (select count(*) from pg_attribute a where a.attrelid = c.oid and a.attname in ('workspace_id', 'customer_id') and not a.attisdropped)
      order by c.relname limit ${tablesMax}`);
    // What hangs on a run and names no customer.
    await tx.query(`
      delete from goal_order g using enrollment e
      where e.workspace_id = $1 and e.customer_id = any ($2::bigint[]) and g.workspace_id = $1 and g.enrollment_id = e.enrollment_id`, [workspaceId, customerIds]);
    for (const { name } of tables) await tx.query(`delete from ${name} where workspace_id = $1 and customer_id = any ($2::bigint[])`, [workspaceId, customerIds]);
    await tx.query('update workspace set identity_epoch = identity_epoch + 1 where workspace_id = $1', [workspaceId]);
  });
}

/**
 * The staff of the sample, its SOP and its audience. What one's own work rests on stays and becomes one's own: the audience of an SOP, a member
 * of staff whom an account or an invitation names.
 */
export async function forgetWork({ db }: Pick<Deps, 'db'>, workspaceId: bigint): Promise<void> {
  await db.inWorkspace(workspaceId, async (tx) => {
    await tx.query('delete from sop where workspace_id = $1 and is_sample', [workspaceId]);
    for (const { audience_id: audienceId } of await tx.query<{ audience_id: bigint }>('select audience_id from audience where workspace_id = $1 and is_sample', [workspaceId])) {
      if (await isUsed(tx, workspaceId, audienceId)) continue;
      await tx.query('delete from audience_member where workspace_id = $1 and audience_id = $2', [workspaceId, audienceId]);
      await tx.query('delete from audience where workspace_id = $1 and audience_id = $2', [workspaceId, audienceId]);
    }
    await tx.query('update audience set is_sample = false where workspace_id = $1 and is_sample', [workspaceId]);
    // What was counted with the sample is not so any more; those that are live are refreshed by themselves.
    await tx.query('update audience set size = null, counted_at = null where workspace_id = $1 and not live', [workspaceId]);
    await tx.query(`
      delete from staff_member m where m.workspace_id = $1 and m.wecom_user_id = any ($2)
        and not exists (select from user_account u where u.workspace_id = $1 and u.staff_id = m.staff_id)
        and not exists (select from invite i where i.workspace_id = $1 and i.staff_id = m.staff_id)`, [workspaceId, sampleStaffIds]);
    await tx.query(`
      delete from message_content c where c.workspace_id = $1 and c.text = any ($2)
        and not exists (select from message m where m.workspace_id = $1 and m.template_hash = c.hash)
        and not exists (select from message_words w where w.workspace_id = $1 and w.template_hash = c.hash)`, [workspaceId, Object.values(sampleWords).map(({ text }) => text)]);
  });
}

/**
 * Stores that somebody listed because the sample's customers named them: of those names, listed since the sample was loaded, in which nobody is any
 * more. One that an account or an invitation sees, by itself or by its region, stays, and so does one that had another name: somebody made it their own.
 * Answers how many went.
 */
export async function forgetStores({ db }: Pick<Deps, 'db'>, workspaceId: bigint, names: readonly string[]): Promise<number> {
  const namedBy = (table: string) => `exists (select from ${table} a where a.workspace_id = $1 and a.scope_value = case a.scope_kind when 'store' then s.store_id::text when 'region' then s.region end)`;
  const gone = await db.inWorkspace(workspaceId, (tx) => tx.query(`
    delete from store s where s.workspace_id = $1 and s.name = any ($2::text[])
      and s.created_at >= (select max(i.started_at) from order_import i where i.workspace_id = $1 and i.file_name = $3)
      and not exists (select from customer c where c.workspace_id = $1 and c.store = s.name)
      and not exists (select from staff_member m where m.workspace_id = $1 and m.store = s.name)
      and not exists (select from store_former_name f where f.workspace_id = $1 and f.store_id = s.store_id)
      and not ${namedBy('user_account')} and not ${namedBy('invite')} returning 1 as one`, [workspaceId, names, sampleFile]));
  return gone.length;
}

/** Whether an SOP, also an ended one, or another audience is about it. */
async function isUsed(tx: Transaction, workspaceId: bigint, audienceId: bigint): Promise<boolean> {
  const [used] = await tx.query(`
    select 1 from (
      select definition::text as words from sop where workspace_id = $1 union all select rule::text from audience where workspace_id = $1 and audience_id <> $2
    ) as others where words like '%' || $3 || '%' limit 1`, [workspaceId, audienceId, formatId('audience', audienceId)]);
  return used !== undefined;
}

/**
 * The same in ClickHouse; waits until the rows are gone. Call it when the projector has carried over everything of these customers, or
 * what it brings later stays.
 */
export async function forgetInClickHouse({ analytics }: Pick<Deps, 'analytics'>, workspaceId: bigint, customerIds: readonly bigint[]): Promise<void> {
  if (customerIds.length === 0) return;
  const tables = await analytics.query<{ table: string }>({
    workspaceId, text: `select table from system.columns where database = currentDatabase() and name in ('workspace_id', 'customer_id') and {workspace:UInt64} > 0
        and table not in (select name from system.tables where database = currentDatabase() and engine = 'View')
      group by table having count() = 2 order by table`,
  });
  for (const { table } of tables) {
    await analytics.write({
      workspaceId, params: {},
      text: `alter table \`${table}\` delete where workspace_id = {workspace:UInt64} and customer_id in (${customerIds.join(', ')}) settings mutations_sync = 2`,
    });
  }
}
