import type { Rejected } from './error-file.ts';
import { emptyTally, nextGroups, removeStaged } from './import-store.ts';
import type { StagedGroup } from './import-store.ts';
import { reasons } from './reasons.ts';
import { isReason } from './row-reader.ts';
import { judge } from './run.ts';
import type { Candidate, Run } from './run.ts';

const linesMax = 5_000;
/** A single order of more lines is a mistake of the file. It is a transaction of its own, and the only larger one. */
const groupMax = 20_000;

/** Takes the staged lines in, order by order: all sales, then all refunds, so that a refund finds its order. */
export async function takeGroups(run: Run): Promise<void> {
  for (let more = true; more;) {
    run.checkCanceled();
    await run.commit(async (tx) => {
      const groups = await nextGroups(tx, run.key, linesMax, groupMax);
      const last = groups.at(-1);
      more = last !== undefined;
      if (!last) return { tally: emptyTally, rejected: [] };
      const { candidates, rejected, unlisted } = readGroups(run, groups);
      const { workspaceId, importId } = run.key;
      const recorded = await run.deps.orders.record(tx, workspaceId, candidates.map(({ told }) => told), { source: run.options.source ?? run.mapping.source, via: 'import', importId });
      await removeStaged(tx, run.key, last.key);
      const judged = judge(run, candidates, recorded.verdicts, recorded.figures);
      const all = [...rejected, ...judged.listed];
      return { tally: { ...judged.tally, rejected: rejected.length + judged.tally.rejected + unlisted }, rejected: all };
    });
  }
}

/** `unlisted`: lines of orders that are too large which the error file does not repeat one by one. */
function readGroups(run: Run, groups: readonly StagedGroup[]): { candidates: Candidate[]; rejected: Rejected[]; unlisted: number } {
  const candidates: Candidate[] = [];
  const rejected: Rejected[] = [];
  let unlisted = 0;
  for (const { key, lines, records } of groups) {
    if (lines > groupMax) {
      unlisted += lines - records.length;
      for (const record of records) rejected.push({ record, reason: reasons.tooManyLines(run.columnName('orderNumber'), { max: groupMax }) });
      continue;
    }
    const customers = records.map((record) => {
      const line = run.reader.readLine(record);
      return isReason(line) ? '' : line.customer;
    });
    const own = records.filter((_, index) => customers[index] === customers[0]);
    records.forEach((record, index) => {
      if (customers[index] !== customers[0]) rejected.push({ record, reason: reasons.otherCustomer(run.columnName('customerNumber'), { number: key.slice(1) }) });
    });
    candidates.push({ told: run.reader.readGroup(own), records: own });
  }
  return { candidates, rejected, unlisted };
}
