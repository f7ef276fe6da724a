import { auditExportMax, auditExportQuery, auditFilter, auditLine, auditWords, pageOf, pageQuery } from '@homefield/contract';
import type { AuditFilter as FilterShape, AuditLine as LineShape, AuditWords } from '@homefield/contract';
import { stringify } from 'csv-stringify/sync';
import { Readable } from 'node:stream';
import type { Database } from '../engines/index.ts';
import { createCursor, cursorBigint, CursorInvalid, toPage } from '../http/index.ts';
import type { HttpServer } from '../http/index.ts';
import { dayStart, formatId, hourMs, localDate, localTime } from '../kernel/index.ts';
import type { Clock, Language } from '../kernel/index.ts';
import type { AuditFilter, AuditLine } from './audit-reader.ts';
import type { Organization } from './organization.ts';

const tags = ['audit'];
const auditCursor = createCursor('audit', cursorBigint);
const portion = 1_000;

export function auditRoutes(app: HttpServer, { organization, db, clock }: { organization: Organization; db: Database; clock: Clock }): void {
  const { auditReader, workspaces, audit } = organization;
  const filterOf = async (workspaceId: bigint, { from, to, ...rest }: FilterShape): Promise<AuditFilter & { zone: string }> => {
    const zone = (await workspaces.read(workspaceId))?.zone ?? 'Asia/Shanghai';
    // 36 hours after its midnight every zone is in the day that follows.
    const end = to === undefined ? undefined : dayStart(localDate(dayStart(to, zone) + 36 * hourMs, zone), zone);
    return { ...rest, zone, fromMs: from === undefined ? undefined : dayStart(from, zone), toMs: end };
  };
  app.get('/api/audit', {
    config: { access: { may: 'audit.read' }, problems: [CursorInvalid] },
    schema: { summary: 'Who did what, the newest first; by actor, beginning of the action, object and time', tags, querystring: pageQuery.extend(auditFilter.shape), response: { 200: pageOf(auditLine) } },
  }, async ({ actor, query: { cursor, limit, ...query } }) => {
    const rows = await auditReader.list(actor.workspaceId, await filterOf(actor.workspaceId, query), { before: auditCursor.read(cursor), limit: limit + 1 });
    return toPage(rows, limit, shownLine, (last) => auditCursor.write(last.auditId));
  });
  app.get('/api/audit/export', {
    config: { access: { may: 'audit.read' } },
    schema: { summary: `The same as CSV, at most ${auditExportMax} lines, in words of a language`, tags, querystring: auditExportQuery },
  }, async (request, reply) => {
    const { actor, query: { language = request.language, ...query } } = request;
    const { zone, ...filter } = await filterOf(actor.workspaceId, query);
    // The newest line of the file is the one before this.
    const first = await auditReader.list(actor.workspaceId, filter, { limit: portion });
    await db.inWorkspace(actor.workspaceId, (tx) => audit(tx, actor.workspaceId, { actor, action: 'audit.exported', object: { kind: 'workspace', id: formatId('workspace', actor.workspaceId) }, detail: { ...query } }));
    reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="audit.csv"; filename*=UTF-8''${encodeURIComponent(`${fileNames[language]}-${localDate(clock.now(), zone)}.csv`)}`);
    return reply.send(Readable.from(csvOf(auditReader, actor.workspaceId, filter, first, { zone, language })));
  });
}

/** Portion by portion, so that the whole is never in memory. Begins with the mark by which Excel knows UTF-8. */
async function* csvOf(reader: Organization['auditReader'], workspaceId: bigint, filter: AuditFilter, first: AuditLine[], reading: { zone: string; language: Language }): AsyncGenerator<string> {
  yield `\uFEFF${stringify([headings[reading.language]])}`;
  const words = auditWords(reading.language);
  let told = 0;
  for (let rows = first; rows.length > 0; ) {
    const fitting = rows.slice(0, auditExportMax - told);
    yield stringify(fitting.map((row) => cellsOf(row, words, reading.zone)), { escape_formulas: true });
    told += fitting.length;
    const before = rows.at(-1)?.auditId;
    if (rows.length < portion || told >= auditExportMax) return;
    rows = await reader.list(workspaceId, filter, { before, limit: portion });
  }
}

const headings: Readonly<Record<Language, readonly string[]>> = {
  zh: ['时间', '操作人', '操作人编号', '操作', '对象类型', '对象', '对象编号', '详情'],
  en: ['Time', 'Who', 'ID of who', 'Action', 'Kind of object', 'Object', 'ID of object', 'Details'],
};

const fileNames: Readonly<Record<Language, string>> = { zh: '审计日志', en: 'audit-log' };

function cellsOf(row: AuditLine, words: AuditWords, zone: string): string[] {
  const { hour, minute, second } = localTime(row.atMs, zone);
  const time = [hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':');
  const { actor, object } = shownLine(row);
  const detail = words.detail(row.detail, (ms) => localDate(ms, zone));
  return [`${localDate(row.atMs, zone)} ${time}`, words.who(actor), actor.id ?? '', words.action(row.action), object ? words.kind(object.kind) : '', object?.name ?? '', object?.id ?? '', detail];
}

function shownLine({ auditId, atMs, actor, action, object, detail }: AuditLine): LineShape {
  const actorId = actor.id === null ? null : formatId(actor.kind === 'apiKey' ? 'apiKey' : 'user', actor.id);
  return { id: formatId('audit', auditId), atMs, actor: { ...actor, id: actorId }, action, object, detail };
}
