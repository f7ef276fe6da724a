import { bigints, texts } from '../engines/index.ts';
import type { Database, JobControl, Jobs, RunningJob, Transaction } from '../engines/index.ts';
import type { ExportAudit, ExportInput } from '../exports/index.ts';
import { formatId, parseId, scopeOf } from '../kernel/index.ts';
import type { KeptScope, Sentence, Viewer } from '../kernel/index.ts';
import type { ExclusionChange } from './customer-changes.ts';
import type { CustomerChoice } from './customer-export.ts';
import { isWhole } from './customer-filter.ts';
import { butNot, filterOf, filterTold } from './customer-export.ts';
import type { Customers } from './customers.ts';
import { inScope } from './in-scope.ts';
import { TooManyCustomers } from './problems.ts';

export const customerBulkKind = 'bulk.customers';
/** In the result of an action that was taken back: by which job. */
export const undoneResult = 'undone';

/** What the job is given. `undoes`: gives back what that job changed, to exactly those whom it changed. */
export type BulkInput = CustomerChoice & { action: 'exclude' | 'include'; reason?: string; undoes?: string; apiKey?: string; scope: KeptScope };

export type BulkDeps = { db: Database; jobs: Jobs; customers: Customers; audit: ExportAudit };

const matchedMax = 1_000_000;
/** A transaction of some 0.2 s: nobody who changes one of these customers waits longer. */
const batchRows = 500;

const titles: Readonly<Record<BulkInput['action'], Sentence>> = {
  exclude: { zh: '批量设为不计入统计', en: 'Leave customers out' }, include: { zh: '批量恢复计入统计', en: 'Take customers in again' },
};
const undoTitles: Readonly<Record<BulkInput['action'], Sentence>> = {
  exclude: { zh: '撤销：批量恢复计入统计', en: 'Undo: take customers in again' }, include: { zh: '撤销：批量设为不计入统计', en: 'Undo: leave customers out' },
};

/** Makes work on many customers a kind of job. Once, before the workers start. */
export function registerCustomerBulk(deps: BulkDeps): void {
  deps.jobs.handler(customerBulkKind, (job, control) => run(deps, job, control), {
    title: (input) => {
      const { action, undoes } = input as BulkInput;
      return undoes === undefined ? titles[action] : undoTitles[action];
    },
    may: 'customers.write',
  });
}

type Place = { after: string; matched: number; changed: number; audited?: boolean };

/** Goes up the ids, a batch and its checkpoint in one transaction: a restart changes nobody twice and leaves nobody out. */
async function run(deps: BulkDeps, job: RunningJob, control: JobControl): Promise<Record<string, unknown>> {
  const { db, customers } = deps;
  const { workspaceId } = job;
  let place: Place = { after: '0', matched: 0, changed: 0, ...(job.checkpoint as Partial<Place> | null) };
  const rest = (await changesOf(deps, workspaceId, job.input)).filter(({ customerId }) => customerId > BigInt(place.after));
  const total = place.matched + rest.length;
  for (let from = 0; from < rest.length; from += batchRows) {
    if (await control.canceled()) break;
    const batch = rest.slice(from, from + batchRows);
    await db.inWorkspace(workspaceId, async (tx) => {
      const changed = await customers.excludeMany(tx, workspaceId, batch);
      await keepChanges(tx, workspaceId, job.jobId, changed);
      const next = { after: String(batch.at(-1)?.customerId), matched: place.matched + batch.length, changed: place.changed + changed.length };
      control.progress({ done: next.matched, total, unit: 'customers' });
      await control.checkpoint(next, tx);
      place = next;
    });
  }
  const { undoes } = job.input as BulkInput;
  // One that was stopped half-way may be undone again: who is given back already stays so.
  const undone = undoes !== undefined && place.matched >= total ? parseId('job', undoes) : undefined;
  if (!place.audited) await tellAudit(deps, job, control, { place, undone });
  return { matched: place.matched, changed: place.changed, ...(undoes === undefined ? {} : { undoes }) };
}

/** Whom it is about and what becomes of them, by their ids. */
async function changesOf(deps: BulkDeps, workspaceId: bigint, input: ExportInput): Promise<ExclusionChange[]> {
  const { action, reason = '', undoes } = input as BulkInput;
  if (undoes !== undefined) return changesBack(deps, workspaceId, parseId('job', undoes), action === 'exclude');
  const ids = await matching(deps, { workspaceId, dataScope: scopeOf(input['scope']) }, input as BulkInput);
  return [...new Set(ids)].sort((a, b) => (a < b ? -1 : 1)).map((customerId) => ({ customerId, reason: action === 'exclude' ? reason : null }));
}

async function matching({ db, customers }: BulkDeps, viewer: Viewer, input: BulkInput): Promise<readonly bigint[]> {
  const { workspaceId } = viewer;
  if (input.ids) {
    const ids = input.ids.map((id) => parseId('customer', id));
    return db.inWorkspace(workspaceId, (tx) => seen(tx, viewer, ids));
  }
  const filter = filterOf(customers, workspaceId, input);
  // The list as a whole does not show those who are left out, and they are the ones who are meant.
  const found = await butNot(input, matchedMax + 1, (limit) => (input.action === 'include' && isWhole(filter)
    ? db.inWorkspace(workspaceId, (tx) => leftOut(tx, viewer, limit))
    : customers.findAll(viewer, { ...filter, sort: 'createdAt', limit })));
  if (found.length > matchedMax) throw TooManyCustomers({ max: matchedMax });
  return found;
}

async function leftOut(tx: Transaction, { workspaceId, dataScope }: Viewer, limit: number): Promise<bigint[]> {
  const scope = inScope(dataScope, 3);
  const rows = await tx.query<{ customer_id: bigint }>(
    `select c.customer_id from customer c where c.workspace_id = $1 and c.excluded and not c.gone and ${scope.sql} order by c.customer_id limit $2`, [workspaceId, limit, ...scope.values]);
  return rows.map((row) => row.customer_id);
}

/** Those of the chosen whom the viewer sees. */
async function seen(tx: Transaction, { workspaceId, dataScope }: Viewer, ids: readonly bigint[]): Promise<bigint[]> {
  const scope = inScope(dataScope, 3);
  const rows = await tx.query<{ customer_id: bigint }>(
    `select c.customer_id from customer c where c.workspace_id = $1 and c.customer_id = any ($2::bigint[]) and not c.gone and ${scope.sql} order by c.customer_id`, [workspaceId, bigints(ids), ...scope.values]);
  return rows.map((row) => row.customer_id);
}

/** Everybody whom a job changed, with the reason that held before it. */
async function changesBack({ db }: BulkDeps, workspaceId: bigint, jobId: bigint, wasExclusion: boolean): Promise<ExclusionChange[]> {
  const rows = await db.inWorkspace(workspaceId, (tx) => tx.query<{ customer_id: bigint; reason_before: string | null }>(`
    select customer_id, reason_before from customer_bulk_change where workspace_id = $1 and job_id = $2 order by customer_id limit ${matchedMax}`, [workspaceId, jobId]));
  return rows.map((row) => ({ customerId: row.customer_id, reason: wasExclusion ? null : row.reason_before ?? '' }));
}

async function keepChanges(tx: Transaction, workspaceId: bigint, jobId: bigint, changed: readonly { customerId: bigint; reasonBefore: string | null }[]): Promise<void> {
  await tx.query(`
    insert into customer_bulk_change (workspace_id, job_id, customer_id, reason_before)
    select $1, $2, c.id, c.reason from unnest($3::bigint[], $4::text[]) as c (id, reason)`,
  [workspaceId, jobId, bigints(changed.map(({ customerId }) => customerId)), texts(changed.map(({ reasonBefore }) => reasonBefore))]);
}

/** Also of one that was canceled: what it changed stays changed. */
async function tellAudit({ db, jobs, customers, audit }: BulkDeps, job: RunningJob, control: JobControl, { place, undone }: { place: Place; undone: bigint | undefined }): Promise<void> {
  const { workspaceId, createdBy } = job;
  const { action, reason, undoes, apiKey } = job.input as BulkInput;
  const actor = createdBy !== null ? { kind: 'user' as const, id: createdBy } : apiKey === undefined ? null : { kind: 'apiKey' as const, id: BigInt(apiKey) };
  const excludes = (action === 'exclude') === (undoes === undefined);
  await db.inWorkspace(workspaceId, async (tx) => {
    await audit(tx, workspaceId, {
      actor, action: excludes ? 'customers.excluded' : 'customers.included', object: { kind: 'job', id: formatId('job', job.jobId) },
      detail: {
        matched: place.matched, changed: place.changed, ...(reason === undefined ? {} : { reason }),
        ...(undoes === undefined ? { filter: filterTold(customers, workspaceId, job.input) } : { undoes }),
      },
    });
    if (undone !== undefined) await jobs.amend(tx, workspaceId, undone, { [undoneResult]: formatId('job', job.jobId) });
    await control.checkpoint({ ...place, audited: true }, tx);
  });
}
