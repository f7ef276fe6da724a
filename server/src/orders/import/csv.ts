/**
 * A record of the file. `line` is the number of its first line, the first line of the file being 1. Ask for `cells` once: most records
 * are kept as their line and take it apart each time.
 */
export type CsvRecord = {
  readonly line: number;
  readonly cells: readonly string[];
  /** A quote opens and is never closed (or text follows where it closes); the line is longer than any order can be. */
  readonly trouble?: 'quote' | 'length';
};

/** A line without quotes. Its cells are nine objects that would lie about until its transaction has committed. */
class PlainRecord implements CsvRecord {
  readonly line: number;
  readonly text: string;
  readonly delimiter: string;
  constructor(line: number, text: string, delimiter: string) {
    this.line = line;
    this.text = text;
    this.delimiter = delimiter;
  }
  get cells(): readonly string[] {
    return this.text.split(this.delimiter);
  }
}

export type CsvParser = {
  push(text: string): CsvRecord[];
  end(): CsvRecord[];
};

/** A record that is longer is taken for a quote that was never closed: one order with its remarks is some 2,000 characters. */
export const recordLengthMax = 131_072;

type State = { rest: string; line: number; skipping: boolean };
export type Dialect = { delimiter: string; lineBreak: '\n' | '\r' };

/**
 * RFC 4180 with what exports really hold: any line end, a last line without one, quotes inside unquoted cells. A quote that is
 * never closed costs its own line only: that line is reported and reading goes on with the next one. Memory is bounded by
 * `recordLengthMax` whatever the file holds. Blank lines are left out. Lines without quotes take a short path (split): 2.5 M lines/s.
 * `line`: the number of the line that it begins with.
 */
export function createCsvParser(dialect: Dialect, line = 1): CsvParser {
  const state: State = { rest: '', line, skipping: false };
  return {
    push: (text) => take(state, dialect, text, false),
    end: () => take(state, dialect, '', true),
  };
}

function take(state: State, dialect: Dialect, text: string, last: boolean): CsvRecord[] {
  const records: CsvRecord[] = [];
  const buffer = state.rest === '' ? text : state.rest + text;
  let position = 0;
  while (position < buffer.length) {
    let end = buffer.indexOf(dialect.lineBreak, position);
    if (end < 0) {
      if (!last && buffer.length - position <= recordLengthMax) break;
      if (!last) {
        // A line without end: report it once, then wait for the next line break.
        if (!state.skipping) records.push({ line: state.line, cells: [buffer.slice(position, position + 200)], trouble: 'length' });
        state.skipping = true;
        position = buffer.length;
        break;
      }
      end = buffer.length;
    }
    if (state.skipping) {
      state.skipping = false;
    } else {
      const next = takeRecord(buffer, position, end, state.line, dialect, last);
      if (next === 'wait') break;
      if (next.record) records.push(next.record);
      end = next.end;
      state.line += next.lines - 1;
    }
    state.line += 1;
    position = end + 1;
  }
  state.rest = position >= buffer.length ? '' : buffer.slice(position);
  return records;
}

/** Leaves the first record out: the names of the columns. */
export function createHeaderCut(): (records: CsvRecord[]) => CsvRecord[] {
  let isBehind = false;
  return (records) => {
    if (isBehind || records.length === 0) return records;
    isBehind = true;
    return records.slice(1);
  };
}

type Taken = { record?: CsvRecord; end: number; lines: number };

function takeRecord(buffer: string, start: number, lineEnd: number, line: number, dialect: Dialect, last: boolean): Taken | 'wait' {
  const raw = buffer.slice(start, buffer[lineEnd - 1] === '\r' && lineEnd > start ? lineEnd - 1 : lineEnd);
  if (raw === '') return { end: lineEnd, lines: 1 };
  if (!raw.includes('"')) return { record: new PlainRecord(line, raw, dialect.delimiter), end: lineEnd, lines: 1 };
  const quoted = readQuoted(buffer, start, lineEnd, dialect, last);
  if (quoted === 'open' && !last && buffer.length - start <= recordLengthMax) return 'wait';
  if (typeof quoted === 'string' || quoted.end - start > recordLengthMax) return { record: { line, cells: raw.split(dialect.delimiter), trouble: 'quote' }, end: lineEnd, lines: 1 };
  return { record: { line, cells: quoted.cells }, end: quoted.end, lines: quoted.lines };
}

/** A record with quotes in it: `open` when its end is not in the buffer yet, `broken` when text follows a closing quote. */
function readQuoted(buffer: string, start: number, firstEnd: number, { delimiter, lineBreak }: Dialect, last: boolean): { cells: string[]; end: number; lines: number } | 'open' | 'broken' {
  const cells: string[] = [];
  let position = start;
  let lineEnd = firstEnd;
  let lines = 1;
  for (;;) {
    if (buffer[position] !== '"') {
      const found = buffer.indexOf(delimiter, position);
      const inLine = found >= 0 && found < lineEnd;
      const stop = inLine ? found : buffer[lineEnd - 1] === '\r' && lineEnd > position ? lineEnd - 1 : lineEnd;
      cells.push(buffer.slice(position, stop));
      if (!inLine) return { cells, end: lineEnd, lines };
      position = found + 1;
      continue;
    }
    const close = closingQuote(buffer, position);
    if (close < 0) return 'open';
    cells.push(buffer.slice(position + 1, close).replaceAll('""', '"'));
    while (lineEnd < close) {
      const next = buffer.indexOf(lineBreak, lineEnd + 1);
      // Where a chunk ends right behind a quote, the next one may begin with the second half of a doubled one.
      if (next < 0 && !last) return 'open';
      lineEnd = next < 0 ? buffer.length : next;
      lines += 1;
    }
    position = close + 1;
    if (position >= lineEnd || (buffer[position] === '\r' && position + 1 === lineEnd)) return { cells, end: lineEnd, lines };
    if (buffer[position] !== delimiter) return 'broken';
    position += 1;
  }
}

function closingQuote(buffer: string, open: number): number {
  for (let position = buffer.indexOf('"', open + 1); position >= 0; position = buffer.indexOf('"', position + 2)) {
    if (buffer[position + 1] !== '"') return position;
  }
  return -1;
}

/** Of `,` tab `;` `|` the one that the first line has most often outside quotes; a comma when it has none (a single column). */
export function detectDelimiter(firstLine: string): string {
  const bare = firstLine.replace(/"[^"]*"/g, '');
  const counts = [',', '\t', ';', '|'].map((delimiter) => ({ delimiter, count: bare.split(delimiter).length - 1 }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}
