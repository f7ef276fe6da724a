import { createCsvParser, createHeaderCut, recordLengthMax } from './csv.ts';
import type { CsvParser, CsvRecord, Dialect } from './csv.ts';
import { createDecoder, storable } from './encoding.ts';
import type { Decoder, Encoding } from './encoding.ts';

export type LineScan = {
  push(bytes: Buffer): void;
  end(): void;
  /** Records so far, the header left out. */
  rows(): number;
};

type Seen = { cell(place: number, text: string, line: number): void; record?: ((record: CsvRecord) => void) | undefined };

/** The byte order mark of UTF-8, a character a byte. */
const mark = '\u00ef\u00bb\u00bf';

type Source = Dialect & { encoding: Encoding };

/**
 * Goes through a file for a few of its columns. Lines without quotes are not taken apart and not even decoded: in UTF-8 and GB18030 no byte
 * of a delimiter is part of another character, so cells are found by counting delimiters. From the first
 * quote on (or where that does not hold, or whole records are asked for) it is the parser's turn.
 */
export function createLineScan(source: Source, places: readonly number[], seen: Seen): LineScan {
  const sorted = [...new Set(places)].sort((a, b) => a - b);
  const withoutHeader = createHeaderCut();
  const decoder = createDecoder(source.encoding);
  let rest = '';
  let line = 1;
  let lines = 0;
  let parser: CsvParser | undefined = seen.record || !isPlain(source) ? createCsvParser(source) : undefined;
  const take = (records: CsvRecord[]) => {
    lines += records.length;
    for (const record of withoutHeader(records)) {
      const { cells } = record;
      for (const place of sorted) seen.cell(place, cells[place] ?? '', record.line);
      seen.record?.(record);
    }
  };
  const tell = (place: number, cell: string) => { seen.cell(place, decoded(cell, source.encoding), line); };
  const scan = (text: string): number => {
    let start = 0;
    const delimiters = createFinder(text, source.delimiter);
    for (let end = text.indexOf(source.lineBreak); end >= 0; end = text.indexOf(source.lineBreak, start)) {
      const stop = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
      if (stop > start) {
        if (lines > 0) tellCells(text, start, stop, { sorted, delimiters, tell });
        lines += 1;
      }
      line += 1;
      start = end + 1;
    }
    return start;
  };
  return {
    push(bytes) {
      if (!parser && (bytes.includes(34) || bytes.includes(0) || rest.length > recordLengthMax)) {
        parser = createCsvParser(source, line);
        if (lines > 0) withoutHeader([{ line: 1, cells: [] }]);
        take(parser.push(storable(decoder.write(Buffer.from(rest, 'latin1')))));
      }
      if (parser) return take(parser.push(storable(decoder.write(bytes))));
      const joined = rest + bytes.toString('latin1');
      const text = line === 1 && joined.startsWith(mark) ? joined.slice(mark.length) : joined;
      rest = text.slice(scan(text));
    },
    end() {
      if (parser) take([...parser.push(storable(decoder.end())), ...parser.end()]);
      else scan(`${rest}${source.lineBreak}`);
    },
    rows: () => Math.max(0, lines - 1),
  };
}

/** Whether bytes below 128 that are delimiters, quotes or line ends are never part of another character (the second byte of GB18030 may be `|`). */
function isPlain({ encoding, delimiter }: Source): boolean {
  return encoding === 'utf-8' || (encoding === 'gb18030' && delimiter !== '|');
}

function decoded(cell: string, encoding: Encoding): string {
  return /^[\u0000-\u007f]*$/.test(cell) ? cell : wholeText(createDecoder(encoding), Buffer.from(cell, 'latin1'));
}

function wholeText(decoder: Decoder, bytes: Buffer): string {
  return decoder.write(bytes) + decoder.end();
}

/** The next delimiter from a place on; the places that are asked for only grow, so a line without any is not searched again for each. */
function createFinder(text: string, delimiter: string): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found < from) {
      const place = text.indexOf(delimiter, from);
      found = place < 0 ? Infinity : place;
    }
    return found;
  };
}

type Wanted = { sorted: readonly number[]; delimiters: (from: number) => number; tell: (place: number, cell: string) => void };

/** The wanted cells of the line between `start` and `stop`. */
function tellCells(text: string, start: number, stop: number, { sorted, delimiters, tell }: Wanted): void {
  let cellStart = start;
  let cell = 0;
  for (const place of sorted) {
    while (cell < place && cellStart <= stop) {
      cellStart = Math.min(delimiters(cellStart), stop) + 1;
      cell += 1;
    }
    if (cellStart > stop) return;
    tell(place, text.slice(cellStart, Math.min(delimiters(cellStart), stop)));
  }
}
