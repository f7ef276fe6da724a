import { customerBulk, customerExport, idText, job as jobShape } from '@homefield/contract';
import { z } from 'zod';
import type { Jobs } from '../engines/index.ts';
import { ExportTooLarge, ExportTooManyRows } from '../exports/index.ts';
import type { Exports } from '../exports/index.ts';
import { NotFound, shownJob } from '../http/index.ts';
import type { Actor, HttpServer } from '../http/index.ts';
import { formatId, keptScope, parseId } from '../kernel/index.ts';
import { customerBulkKind, undoneResult } from './customer-bulk.ts';
import type { BulkInput } from './customer-bulk.ts';
import { customerExportKind } from './customer-export.ts';
import type { ListFilter } from './customer-list.ts';
import type { Customers } from './customers.ts';
import { BulkUnderWay, BulkUndone, BulkUnknown, TooManyCustomers } from './problems.ts';

export type BulkRoutesDeps = { customers: Pick<Customers, 'sealFilter'>; jobs: Jobs; exports: Pick<Exports, 'start'> };

const tags = ['customers'];
const params = z.object({ id: idText });

/** Work on many customers at once, each a job. */
export function customerBulkRoutes(app: HttpServer, { customers, jobs, exports }: BulkRoutesDeps): void {
  const shown = async (workspaceId: bigint, jobId: bigint) => {
    const job = await jobs.read(workspaceId, jobId);
    if (!job) throw NotFound();
    return shownJob(job);
  };
  const startBulk = (actor: Actor, input: Omit<BulkInput, 'scope'>) => jobs.start(actor.workspaceId, {
    kind: customerBulkKind, createdBy: actor.kind === 'user' ? actor.id : null, input: { ...input, scope: keptScope(actor.dataScope), ...(actor.kind === 'apiKey' ? { apiKey: String(actor.id) } : {}) },
  });
  const choice = (workspaceId: bigint, { ids, except, ...filter }: ListFilter & { ids?: string[] | undefined; except?: string[] | undefined }) => {
    // An id that cannot be one is refused now, not in the background.
    for (const id of ids ?? except ?? []) parseId('customer', id);
    return ids ? { ids } : { filter: customers.sealFilter(workspaceId, filter), ...(except ? { except } : {}) };
  };

  app.post('/api/customers/exports', {
    config: { access: { may: 'customers.export', scopes: ['read'] }, problems: [ExportTooManyRows, ExportTooLarge] },
    schema: { summary: 'Export customers as a CSV file: a job whose file can be fetched for 7 days', tags, body: customerExport, response: { 202: jobShape } },
  }, async ({ actor, body: { columns, sort, ...chosen }, language }, reply) => {
    const { workspaceId } = actor;
    const jobId = await exports.start(workspaceId, customerExportKind, { language, columns, actor, input: { ...choice(workspaceId, chosen), sort } });
    return reply.code(202).send(await shown(workspaceId, jobId));
  });

  app.post('/api/customers/bulk', {
    config: { access: { may: 'customers.write', scopes: ['write'] }, problems: [TooManyCustomers] },
    schema: { summary: 'Leave customers out of every count, or take them in again: all that a search finds, or those chosen', tags, body: customerBulk, response: { 202: jobShape } },
  }, async ({ actor, body: { action, reason, ...chosen } }, reply) => {
    const jobId = await startBulk(actor, { action, ...(reason === undefined ? {} : { reason }), ...choice(actor.workspaceId, chosen) });
    return reply.code(202).send(await shown(actor.workspaceId, jobId));
  });

  app.post('/api/customers/bulk/:id/undo', {
    config: { access: { may: 'customers.write', scopes: ['write'] }, problems: [BulkUnknown, BulkUnderWay, BulkUndone] },
    schema: { summary: 'Give back what a bulk action changed, to exactly those whom it changed', tags, params, response: { 202: jobShape } },
  }, async ({ actor, params: { id } }, reply) => {
    const done = await jobs.read(actor.workspaceId, parseId('job', id));
    const input = done?.input as BulkInput | undefined;
    const isTheirs = actor.dataScope.kind === 'brand' || done?.createdBy === actor.id;
    if (!done || !input || !isTheirs || done.kind !== customerBulkKind || input.undoes !== undefined) throw BulkUnknown();
    if (done.endedAtMs === null) throw BulkUnderWay();
    if (done.result?.[undoneResult] !== undefined) throw BulkUndone();
    const jobId = await startBulk(actor, { action: input.action, undoes: formatId('job', done.jobId) });
    return reply.code(202).send(await shown(actor.workspaceId, jobId));
  });
}
