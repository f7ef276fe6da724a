import { createReadStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { idText, importQuery, job as jobShape, languageQuery } from '@homefield/contract';
import { z } from 'zod';
import type { Database, Jobs, Transaction } from '../engines/index.ts';
import { BodyInvalid, NotFound, shownJob } from '../http/index.ts';
import type { Actor, HttpServer } from '../http/index.ts';
import type { Ids, Language } from '../kernel/index.ts';
import { formatId, parseId } from '../kernel/index.ts';
import { readRenamed } from './import/columns.ts';
import { errorFilePath } from './import/import-orders.ts';
import { keepStream } from './import/source-file.ts';
import { orderTemplate } from './import/template.ts';
import { orderImportKind } from './import-job.ts';
import type { OrderImportInput } from './import-job.ts';
import { ImportColumnsUnreadable, ImportFileEmpty } from './problems.ts';

type Audit = (tx: Transaction, workspaceId: bigint, entry: { actor: Actor; action: string; object: { kind: string; id: string }; detail: Readonly<Record<string, unknown>> }) => Promise<void>;

export type OrderRoutesDeps = { db: Database; jobs: Jobs; ids: Ids; /** Where uploads and error files are kept. */ folder: string; audit: Audit };

const tags = ['orders'];
/** A year of a large shop: some 10 million lines. */
const fileBytesMax = 2_147_483_648;

export function orderRoutes(app: HttpServer, deps: OrderRoutesDeps): void {
  app.post('/api/imports/orders', {
    bodyLimit: fileBytesMax,
    // The same file twice imports nothing: a repeat needs no key.
    config: { access: { may: 'orders.import', scopes: ['import'] }, problems: [BodyInvalid, ImportFileEmpty, ImportColumnsUnreadable], idempotency: false },
    schema: {
      summary: 'Import a file of orders (CSV or TSV, plain or gzipped) that is sent as the body', tags, querystring: importQuery,
      consumes: ['text/csv', 'application/gzip', 'application/octet-stream'], response: { 202: jobShape },
    },
  }, async ({ actor, body, query, language }, reply) => {
    // Refused before the file is kept.
    if (query.columns !== undefined) readRenamed(query.columns);
    const file = await keepUpload(deps, body);
    const jobId = await deps.db.inWorkspace(actor.workspaceId, async (tx) => {
      const id = await deps.jobs.enqueue(tx, actor.workspaceId, { kind: orderImportKind, input: { file, language, ...query }, createdBy: actor.kind === 'user' ? actor.id : null });
      await deps.audit(tx, actor.workspaceId, { actor, action: 'orders.imported', object: { kind: 'job', id: formatId('job', id) }, detail: { file: query.fileName ?? '' } });
      return id;
    });
    const job = await deps.jobs.read(actor.workspaceId, jobId);
    if (!job) throw NotFound();
    return reply.code(202).send(shownJob(job));
  });

  app.get('/api/imports/orders/template', {
    config: { access: { may: 'orders.import', scopes: ['import'] } },
    schema: { summary: 'An empty file of orders to fill in, whose columns are recognized and say what they hold', tags, querystring: languageQuery, produces: ['text/csv'] },
  }, ({ query, language }, reply) => {
    const asked = query.language ?? language;
    return reply.header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="orders.csv"; filename*=UTF-8''${encodeURIComponent(asked === 'zh' ? '订单模板.csv' : 'orders-template.csv')}`).send(orderTemplate(asked));
  });

  app.get('/api/jobs/:id/error-file', {
    config: { access: { may: 'orders.import', scopes: ['read', 'import'] }, problems: [NotFound] },
    schema: { summary: 'The lines that an import rejected, as a CSV file to correct and import again', tags, params: z.object({ id: idText }) },
  }, async ({ actor, params }, reply) => {
    const jobId = parseId('job', params.id);
    const job = await deps.jobs.read(actor.workspaceId, jobId);
    const path = errorFilePath(deps.folder, jobId);
    const size = job?.kind === orderImportKind ? await sizeOf(path) : 0;
    if (size === 0) throw NotFound();
    return reply.header('content-type', 'text/csv; charset=utf-8').header('content-disposition', errorFileNamed(params.id, job?.input as OrderImportInput | undefined)).send(createReadStream(path));
  });
}

const endings: Readonly<Record<Language, string>> = { zh: '-错误行', en: '-rejected' };
const nameMax = 80;

/** After the file that it came from, also when that was such a file itself, in the language of its sentences. The plain name is for programs that know no other. */
function errorFileNamed(id: string, input: OrderImportInput | undefined): string {
  const own = (input?.fileName ?? '').replace(/(\.(csv|txt|tsv|gz))+$/i, '').replace(/[\\/:*?"<>|\p{C}]/gu, '_').trim();
  const base = Object.values(endings).reduce((name, ending) => name.replaceAll(ending, ''), own);
  const name = `${[...base].slice(0, nameMax).join('') || 'orders'}${endings[input?.language ?? 'zh']}.csv`;
  // `'()*` are left as they are by encodeURIComponent and mean something in this header.
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="rejected-${id}.csv"; filename*=UTF-8''${encoded}`;
}

/** Keeps the body in a file of its own. What a sender broke off is removed again. */
async function keepUpload({ ids, folder }: OrderRoutesDeps, body: unknown): Promise<string> {
  if (!isStream(body)) throw BodyInvalid();
  await mkdir(folder, { recursive: true });
  const name = `${ids.next('file')}.upload`;
  try {
    await keepStream(body, join(folder, name));
    if ((await sizeOf(join(folder, name))) === 0) throw ImportFileEmpty();
  } catch (error) {
    await rm(join(folder, name), { force: true });
    throw error;
  }
  return name;
}

function isStream(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && 'pipe' in body;
}

function sizeOf(path: string): Promise<number> {
  return stat(path).then(({ size }) => size, () => 0);
}
