import type { Transaction } from '../../engines/index.ts';
import { ImportCanceled } from '../problems.ts';
import { whenContested } from '../orders.ts';
import type { Figures } from '../ledger.ts';
import type { Told, Verdict } from '../order.ts';
import type { Columns } from './columns.ts';
import type { CsvRecord } from './csv.ts';
import type { ErrorFile, Rejected } from './error-file.ts';
import type { ImportDeps, ImportOptions } from './import-orders.ts';
import { saveCheckpoint } from './import-store.ts';
import type { Checkpoint, Tally } from './import-store.ts';
import type { Field, Mapping } from './mappings.ts';
import { conflictReason, reasons } from './reasons.ts';
import type { Reason } from './reasons.ts';
import type { RowReader } from './row-reader.ts';
import type { SourceFile } from './source-file.ts';
import type { Survey } from './survey.ts';

/** One run of an import: what it works with, and the only way to commit a piece of it. */
export type Run = RunParts & {
  /** Where the import stands: what is committed. */
  checkpoint: Checkpoint;
  /**
   * One transaction: `work` writes, and answers what to count and to reject; the checkpoint is stored with it. A contested
   * transaction is run again as a whole. `inFront`: the one that has to commit first.
   */
  commit(work: (tx: Transaction) => Promise<Step>, inFront?: Promise<void>): Promise<void>;
  checkCanceled(): void;
  /** The header of the column that holds the field. */
  columnName(field: Field): string;
};

export type RunParts = {
  deps: ImportDeps; options: ImportOptions; key: { workspaceId: bigint; importId: bigint };
  mapping: Mapping; file: SourceFile; columns: Columns; survey: Survey; reader: RowReader; errors: ErrorFile; currency: string;
};

/** What a transaction did. `rowsDone` rows of the file are behind us after it. */
export type Step = { tally: Tally; rejected: readonly Rejected[]; rowsDone?: number };

export function createRun(parts: RunParts & { checkpoint: Checkpoint }): Run {
  const { deps, options, key, errors, survey, mapping } = parts;
  const run: Run = {
    ...parts,
    async commit(work, inFront) {
      const after = await whenContested(() => deps.db.inWorkspace(key.workspaceId, async (tx) => {
        const step = await work(tx);
        await inFront;
        const before = run.checkpoint;
        // The error lines are on the disk before the transaction that counts them; a crash in between writes them again at the same place.
        const errorBytes = await errors.append(before.errorBytes, step.rejected);
        const next: Checkpoint = { state: before.state, rowsDone: step.rowsDone ?? before.rowsDone, errorBytes, tally: addTallies(before.tally, step.tally) };
        await saveCheckpoint(tx, key, next);
        return next;
      }));
      run.checkpoint = after;
      const { rejected, imported, unchanged } = after.tally;
      // With staged lines the file is gone through twice: half of the way each.
      const done = mapping.orders === 'row' ? after.rowsDone : Math.floor((after.rowsDone + imported + rejected + unchanged) / 2);
      await options.onProgress?.({ done, total: survey.rows, rejected });
    },
    checkCanceled() {
      if (options.signal?.aborted) throw ImportCanceled();
    },
    columnName: (field) => parts.file.header[parts.columns[field] ?? -1] ?? '',
  };
  return run;
}

function addTallies(a: Tally, b: Tally): Tally {
  return {
    rows: a.rows + b.rows, imported: a.imported + b.imported, rejected: a.rejected + b.rejected, unchanged: a.unchanged + b.unchanged, incomplete: a.incomplete + b.incomplete,
    orders: a.orders + b.orders, refunds: a.refunds + b.refunds, amountMinor: a.amountMinor + b.amountMinor, refundedMinor: a.refundedMinor + b.refundedMinor,
  };
}

/** An order or refund with the lines of the file that it is made of. `note`: what of them cannot be taken in. */
export type Candidate = { told: Told; records: readonly CsvRecord[]; note?: Reason };

/** Counts what came of each; lines whose number is known with other content are rejected. `listed`: what the error file has of them, notes too. */
export function judge(run: Run, candidates: readonly Candidate[], verdicts: readonly Verdict[], figures: Figures): { tally: Tally; listed: Rejected[] } {
  const tally: Tally = { rows: 0, imported: 0, rejected: 0, unchanged: 0, incomplete: 0, ...figures };
  const listed: Rejected[] = [];
  candidates.forEach(({ told, records, note: noted }, index) => {
    const verdict = verdicts[index];
    const note = noted ?? (verdict?.kind === 'unchanged' && verdict.lessBack ? reasons.refundedByState(run.columnName('refundAmount'), { number: told.orderNumber ?? '' }) : undefined);
    if (verdict?.kind === 'imported') tally.imported += records.length;
    else if (verdict?.kind === 'conflict') {
      tally.rejected += records.length;
      const number = told.kind === 'order' ? told.orderNumber : (told.orderNumber ?? told.document);
      for (const record of records) listed.push({ record, reason: conflictReason(verdict.field, run.columnName('orderNumber'), number) });
    } else tally.unchanged += records.length;
    if (note && verdict?.kind !== 'conflict') {
      tally.incomplete += records.length;
      for (const record of records) listed.push({ record, reason: note });
    }
  });
  return { tally, listed };
}
