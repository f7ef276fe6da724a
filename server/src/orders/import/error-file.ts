import { open } from 'node:fs/promises';
import type { Language } from '../../kernel/index.ts';
import type { CsvRecord } from './csv.ts';
import { errorColumns, isErrorColumn } from './columns.ts';
import type { Reason } from './reasons.ts';

/** The lines that were not taken in, as a file that Excel opens and that can be corrected and imported again. */
export type ErrorFile = {
  /** Writes at `offset`, over whatever a crashed run left there. Answers the new length. Durable when it resolves. */
  append(offset: number, rejected: readonly Rejected[]): Promise<number>;
  close(length: number): Promise<void>;
};

export type Rejected = { record: CsvRecord; reason: Reason };

/** UTF-8 with a byte order mark: without it Excel shows Chinese as garbage. */
const mark = '\ufeff';

export async function openErrorFile(path: string, header: readonly string[], language: Language): Promise<ErrorFile> {
  const file = await open(path, 'r+').catch(() => open(path, 'w+', 0o600));
  return {
    async append(offset, rejected) {
      if (rejected.length === 0) return offset;
      const original = header.filter((name) => !isErrorColumn(name));
      const places = header.flatMap((name, place) => (isErrorColumn(name) ? [] : [place]));
      const lines = rejected.map(({ record, reason }) => {
        const { cells } = record;
        // More cells than columns: keep them, they are what has to be corrected.
        const kept = record.trouble ? cells : [...places.map((place) => cells[place] ?? ''), ...cells.slice(header.length)];
        return csvLine([String(record.line), reason.column, reason.sentence[language], ...kept]);
      });
      const bytes = Buffer.from((offset === 0 ? mark + csvLine([...errorColumns[language], ...original]) : '') + lines.join(''));
      await file.write(bytes, 0, bytes.length, offset);
      await file.datasync();
      return offset + bytes.length;
    },
    async close(length) {
      await file.truncate(length);
      await file.close();
    },
  };
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** A cell that Excel would run as a formula gets a quote in front (the reader takes it away again); negative numbers stay as they are. */
function csvCell(cell: string): string {
  const safe = /^[=@\t]|^[+-](?![\d.,]+$)/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
