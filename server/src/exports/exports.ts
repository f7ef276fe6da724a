import { rm } from 'node:fs/promises';
import type { JobControl, RunningJob } from '../engines/index.ts';
import type { Actor } from '../http/index.ts';
import { formatId, isProblem, keptScope, localDate, localTime, minorDigits, scopeOf } from '../kernel/index.ts';
import type { Viewer } from '../kernel/index.ts';
import { byteOrderMark, csvText } from './csv.ts';
import type { ExportColumn, ExportInput, ExportLook, ExportsDeps, ExportSource } from './export.ts';
import { exportPaths, keepIds, openData, openIds, removeExport } from './export-file.ts';
import type { ExportPaths, KeptIds } from './export-file.ts';
import { ExportTooLarge, ExportTooManyRows } from './problems.ts';

const limitsDefault = { rowsMax: 1_000_000, bytesMax: 536_870_912 };
/** Some 0.2 s of work: as long as a cancel or a stop waits. */
const portionRows = 1_000;
const megabyte = 1_048_576;

export type Exports = {
  /** Makes a list exportable: its kind of job. Once, before the workers start. */
  register<Row>(source: ExportSource<Row>): void;
  /** Starts a job that writes the file. `input` is what the source's `find` and `rows` get. Answers its id. */
  start(workspaceId: bigint, kind: string, options: { language: 'zh' | 'en'; columns?: readonly string[] | undefined; input: ExportInput; actor: Pick<Actor, 'kind' | 'id' | 'dataScope'> }): Promise<bigint>;
};

/** Lists as CSV files, written by background jobs that survive a restart. */
export function createExports(deps: ExportsDeps): Exports {
  return {
    register(source) {
      deps.jobs.handler(source.kind, (job, control) => exportList(deps, source, job, control), { title: source.title, may: source.may });
    },
    start: (workspaceId, kind, { language, columns, input, actor }) => deps.jobs.start(workspaceId, {
      kind, createdBy: actor.kind === 'user' ? actor.id : null,
      input: { ...input, scope: keptScope(actor.dataScope), language, ...(columns ? { columns } : {}), ...(actor.kind === 'apiKey' ? { apiKey: String(actor.id) } : {}) },
    }),
  };
}

/** How far it is: ids that are done, and what of the file counts. */
type Place = { next: number; bytes: number; rows: number; audited?: boolean };

/** Nothing is left of one that was canceled or refused; one that was stopped keeps what it has, and goes on. */
async function exportList<Row>(deps: ExportsDeps, source: ExportSource<Row>, job: RunningJob, control: JobControl): Promise<Record<string, unknown>> {
  const paths = exportPaths(deps.folder, job.jobId);
  try {
    const look = await lookOf(deps, job);
    const place = await writeAll(deps, source, job, { control, paths, look });
    if (!place) {
      await removeExport(paths);
      return {};
    }
    await rm(paths.ids, { force: true });
    return { exported: place.rows, files: [{ name: nameOf(source, look, deps.clock.now()), bytes: place.bytes }] };
  } catch (error) {
    if (!control.signal.aborted && !(isProblem(error) && error.status === 503)) await removeExport(paths);
    throw error;
  }
}

type Writing = { control: JobControl; paths: ExportPaths; look: ExportLook };

/** Undefined when it was canceled. */
async function writeAll<Row>(deps: ExportsDeps, source: ExportSource<Row>, job: RunningJob, writing: Writing): Promise<Place | undefined> {
  const { control, paths, look } = writing;
  const { ids, place: from } = await begin(deps, source, job, writing);
  const columns = columnsOf(source, job.input);
  const file = await openData(paths, from.bytes);
  let place = file ? from : { next: 0, bytes: 0, rows: 0 };
  const data = file ?? await openData(paths, 0);
  if (!data) throw new Error(`${paths.data} cannot be written.`);
  try {
    const add = async (text: string, next: number, rows: number) => {
      const bytes = Buffer.from(text);
      checkBytes(deps, place.bytes + bytes.length);
      await data.write(bytes, 0, bytes.length, place.bytes);
      await data.datasync();
      place = { next, bytes: place.bytes + bytes.length, rows: place.rows + rows };
      control.progress({ done: next, total: ids.count, unit: source.unit });
      await control.checkpoint(place);
    };
    if (place.bytes === 0) await add(byteOrderMark + csvText([columns.map(({ title }) => title[look.language])]), 0, 0);
    while (place.next < ids.count) {
      if (await control.canceled()) return undefined;
      const chosen = await ids.read(place.next, portionRows);
      const rows = await source.rows(viewerOf(job), job.input, chosen);
      await add(csvText(rows.map((row) => columns.map(({ cell }) => cell(row, look)))), place.next + chosen.length, rows.length);
    }
  } finally {
    await Promise.all([data.close(), ids.close()]);
  }
  if (!place.audited) await tellAudit(deps, source, job, control, place);
  return place;
}

/** Which rows: asked once, then kept beside the file. */
async function begin<Row>(deps: ExportsDeps, source: ExportSource<Row>, job: RunningJob, { paths }: Writing): Promise<{ ids: KeptIds; place: Place }> {
  const kept = job.checkpoint ? await openIds(paths) : undefined;
  if (kept) return { ids: kept, place: job.checkpoint as Place };
  const { rowsMax } = deps.limits ?? limitsDefault;
  const found = await source.find(viewerOf(job), job.input, rowsMax + 1);
  if (found.length > rowsMax) throw ExportTooManyRows({ max: rowsMax });
  await keepIds(deps.folder, paths, found);
  const ids = await openIds(paths);
  if (!ids) throw new Error(`${paths.ids} cannot be read.`);
  return { ids, place: { next: 0, bytes: 0, rows: 0 } };
}

/** Whoever started it. */
function viewerOf({ workspaceId, input }: RunningJob): Viewer {
  return { workspaceId, dataScope: scopeOf(input['scope']) };
}

/** Once, together with the checkpoint that says so. */
async function tellAudit<Row>({ db, audit }: ExportsDeps, source: ExportSource<Row>, job: RunningJob, control: JobControl, place: Place): Promise<void> {
  const { workspaceId, createdBy, input } = job;
  const key = input['apiKey'];
  const actor = createdBy !== null ? { kind: 'user' as const, id: createdBy } : typeof key === 'string' ? { kind: 'apiKey' as const, id: BigInt(key) } : null;
  await db.inWorkspace(workspaceId, async (tx) => {
    await audit(tx, workspaceId, {
      actor, action: source.audited.action, object: { kind: 'job', id: formatId('job', job.jobId) },
      detail: { count: place.rows, columns: columnsOf(source, input).map(({ key: name }) => name), filter: source.audited.filter(workspaceId, input) },
    });
    await control.checkpoint({ ...place, audited: true }, tx);
  });
}

function checkBytes({ limits = limitsDefault }: ExportsDeps, bytes: number): void {
  if (bytes > limits.bytesMax) throw ExportTooLarge({ megabytes: Math.round(limits.bytesMax / megabyte * 10) / 10 });
}

/** Those that were asked for, in the order of asking; all without. */
function columnsOf<Row>({ columns }: ExportSource<Row>, { columns: chosen }: ExportInput): readonly ExportColumn<Row>[] {
  if (!Array.isArray(chosen)) return columns;
  return chosen.flatMap((key) => columns.filter((column) => column.key === key));
}

async function lookOf({ db }: ExportsDeps, { workspaceId, input }: RunningJob): Promise<ExportLook> {
  const [row] = await db.inWorkspace(workspaceId, (tx) => tx.query<{ zone: string; currency: string }>('select zone, currency from workspace where workspace_id = $1', [workspaceId]));
  return { language: input['language'] === 'en' ? 'en' : 'zh', zone: row?.zone ?? 'Asia/Shanghai', currency: row?.currency ?? 'CNY' };
}

function nameOf<Row>(source: ExportSource<Row>, look: ExportLook, nowMs: number): string {
  return `${source.fileName[look.language]}-${dayTimeText(nowMs, look).replace(' ', '-').replace(':', '')}.csv`;
}

/** `2026-11-22 14:32` in the brand's zone: what spreadsheets read as a time in every language. */
export function dayTimeText(instantMs: number, { zone }: Pick<ExportLook, 'zone'>): string {
  const { hour, minute } = localTime(instantMs, zone);
  return `${localDate(instantMs, zone)} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** `1234.50`: an amount as a number that can be summed. */
export function amountText(amountMinor: number, { currency }: Pick<ExportLook, 'currency'>): string {
  const digits = minorDigits(currency);
  return (amountMinor / 10 ** digits).toFixed(digits);
}
