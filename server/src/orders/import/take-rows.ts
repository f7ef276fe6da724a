import { setImmediate } from 'node:timers/promises';
import type { RecordOptions } from '../orders.ts';
import type { CsvRecord } from './csv.ts';
import type { Rejected } from './error-file.ts';
import { emptyTally, groupKey, stageLines } from './import-store.ts';
import { createRefundsDiffer } from './refunds-differ.ts';
import type { RefundsDiffer } from './refunds-differ.ts';
import { isReason } from './row-reader.ts';
import { judge } from './run.ts';
import type { Candidate, Run, Step } from './run.ts';
import { readRecords } from './source-file.ts';
import { lineHash, lineKey } from './survey.ts';

/** Rows of one transaction: more would hold the readers of the log back. */
const rowsMax = 2_500;
/** Rows that are read at a stretch, some 2 ms: PostgreSQL's answers are heard in between. */
const sliceRows = 200;

type Portion = { candidates: Candidate[]; staged: { key: string; record: CsvRecord }[]; rejected: Rejected[]; rowsDone: number; rows: number };

/**
 * Reads the file and takes its rows in, portion by portion. While PostgreSQL writes one, the next is read and worked out in a transaction
 * of its own, which writes nothing before the one in front has committed: two are under way, three in memory at most.
 */
export async function takeRows(run: Run): Promise<void> {
  let [older, newer]: Promise<void>[] = [Promise.resolve(), Promise.resolve()];
  try {
    for await (const portion of readPortions(run)) {
      await older;
      run.checkCanceled();
      const inFront = older = newer ?? Promise.resolve();
      const newCustomers = run.deps.ids.block('customer', portion.candidates.length);
      newer = run.commit((tx) => (run.mapping.orders === 'row' ? takePortion(run, tx, portion, { turn: () => inFront, newCustomers }) : stagePortion(run, tx, portion)), inFront);
      // A failure is thrown by an `await` of a later round, never left unheard.
      newer.catch(() => undefined);
    }
    await newer;
  } finally {
    await Promise.allSettled([older, newer]);
  }
  run.checkCanceled();
  if (run.mapping.orders === 'lines') run.checkpoint = { ...run.checkpoint, state: 'taking' };
}

type CommitWork = Parameters<Run['commit']>[0];
type Tx = Parameters<CommitWork>[0];

async function takePortion(run: Run, tx: Tx, { candidates, rejected, rowsDone, rows }: Portion, ahead: Pick<RecordOptions, 'turn' | 'newCustomers'>): Promise<Step> {
  const { workspaceId, importId } = run.key;
  const options = { source: run.options.source ?? run.mapping.source, via: 'import', importId, ...ahead };
  const recorded = await run.deps.orders.record(tx, workspaceId, candidates.map(({ told }) => told), options);
  const judged = judge(run, candidates, recorded.verdicts, recorded.figures);
  const all = [...rejected, ...judged.listed].sort((a, b) => a.record.line - b.record.line);
  return { tally: { ...judged.tally, rows, rejected: judged.tally.rejected + rejected.length }, rejected: all, rowsDone };
}

async function stagePortion(run: Run, tx: Tx, { staged, rejected, rowsDone, rows }: Portion): Promise<Step> {
  await stageLines(tx, run.key, staged);
  return { tally: { ...emptyTally, rows, rejected: rejected.length }, rejected, rowsDone };
}

async function* readPortions(run: Run): AsyncGenerator<Portion> {
  const occurrenceOf = createOccurrences(run);
  const differ = run.columns.refundAmount === undefined ? undefined : createRefundsDiffer(run.columnName('refundAmount'), run.currency);
  const behind = run.checkpoint.rowsDone;
  let rowNumber = 0;
  let portion = emptyPortion();
  for await (const records of readRecords(run.file)) {
    for (const record of records) {
      rowNumber += 1;
      // Also for rows that are behind us: the count of identical lines has to go on where it stood.
      const occurrence = occurrenceOf(record);
      if (rowNumber <= behind && !differ) continue;
      sort(run, portion, record, occurrence, differ);
      portion.rows += 1;
      portion.rowsDone = rowNumber;
      // PostgreSQL answers the portion before meanwhile: it must not wait for this one to be read.
      if (portion.rows % sliceRows === 0) await setImmediate();
      if (portion.rows < rowsMax && rowNumber !== behind) continue;
      differ?.note();
      if (rowNumber > behind) yield portion;
      portion = emptyPortion();
    }
  }
  differ?.note();
  if (portion.rows > 0) yield portion;
}

function emptyPortion(): Portion {
  return { candidates: [], staged: [], rejected: [], rowsDone: 0, rows: 0 };
}

function sort(run: Run, portion: Portion, record: CsvRecord, occurrence: number, differ: RefundsDiffer | undefined): void {
  if (run.mapping.orders === 'row') {
    const told = run.reader.read(record, occurrence);
    if (isReason(told)) portion.rejected.push({ record, reason: told });
    else {
      const candidate: Candidate = { told, records: [record], ...(told.note ? { note: told.note } : {}) };
      portion.candidates.push(candidate);
      differ?.see(candidate);
    }
    return;
  }
  const line = run.reader.readLine(record);
  if (isReason(line)) portion.rejected.push({ record, reason: line });
  else portion.staged.push({ key: groupKey(line), record });
}

/** Numbers the identical lines of a file without order numbers: 1, 2, …; only lines that the survey saw more than once are remembered. */
function createOccurrences(run: Run): (record: CsvRecord) => number {
  if (!run.mapping.numberDerived) return () => 1;
  const seen = new Map<string, number>();
  return ({ cells }) => {
    if (!run.survey.repeated.has(lineHash(cells, run.columns))) return 1;
    const key = lineKey(cells, run.columns);
    const occurrence = (seen.get(key) ?? 0) + 1;
    seen.set(key, occurrence);
    return occurrence;
  };
}
