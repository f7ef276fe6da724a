import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { createCsvParser, recordLengthMax } from './csv.ts';
import { createLineScan } from './scan-lines.ts';

type Seen = [place: number, text: string, line: number];
const dialect = { delimiter: ',', lineBreak: '\n', encoding: 'utf-8' } as const;

function scanned(pieces: readonly (string | Buffer)[], places: readonly number[], source: Parameters<typeof createLineScan>[0] = dialect): { rows: number; seen: Seen[] } {
  const seen: Seen[] = [];
  const scan = createLineScan(source, places, { cell: (...one) => { seen.push(one); } });
  for (const piece of pieces) scan.push(Buffer.from(piece));
  scan.end();
  return { rows: scan.rows(), seen };
}

/** What taking every record apart says. */
function parsed(pieces: readonly string[], places: readonly number[]): { rows: number; seen: Seen[] } {
  const parser = createCsvParser(dialect);
  const records = [...pieces.flatMap((piece) => parser.push(piece.replace('\ufeff', ''))), ...parser.end()].slice(1);
  return { rows: records.length, seen: records.flatMap(({ cells, line }) => places.flatMap((place): Seen[] => [[place, cells[place] ?? '', line]])) };
}

/** A cell that is not there says nothing about dates. */
const told = ({ rows, seen }: { rows: number; seen: Seen[] }) => ({ rows, seen: seen.filter(([, text]) => text !== '') });

describe('scan of lines', () => {
  it.each([
    ['plain lines', ['a,b,c\n1,2,3\n4,5,6\n']],
    ['no line end at the end', ['a,b,c\n1,2,3']],
    ['line ends of Windows, blank lines', ['a,b,c\r\n\r\n1,2,3\r\n\r\n\r\n4,5,6\r\n']],
    ['lines that are cut off or too long', ['a,b,c\n1\n1,2\n1,2,3,4,5\n,,\n']],
    ['a blank line in front', ['\n\na,b,c\n1,2,3\n']],
    ['a quote in the third line', ['a,b,c\n1,2,3\n"x\ny",5,6\n7,8,9\n']],
    ['a quote in the header', ['"a",b,c\n1,2,3\n']],
    ['a quote in the middle of a piece after others', ['a,b,c\n1,2,3\n4,', '5,6\n7,"8",9\n10,11,12']],
    ['a byte order mark', ['\ufeffa,b,c\n1,2,3\n']],
    ['a byte order mark and a blank line', ['\ufeff\na,b,c\n1,2,3\n']],
    ['nothing but the header', ['a,b,c\n']],
    ['characters of several bytes', ['名,b,c\n面霜，２０２４/3/4,2,３/4/2024\n😀,"x",表\n']],
    ['nothing', ['']],
  ])('says the same as the parser: %s', (_, pieces) => {
    expect(told(scanned(pieces, [0, 2]))).toEqual(told(parsed(pieces, [0, 2])));
    const letters = [...Buffer.from(pieces.join(''))].map((byte) => Buffer.from([byte]));
    expect(told(scanned(letters, [1, 2]))).toEqual(told(parsed([pieces.join('')], [1, 2])));
  });

  it('holds no more of an endless line than the parser does', () => {
    const piece = 'x'.repeat(recordLengthMax);
    const pieces = ['a,b\n1,2\n', piece, piece, piece, '\n3,4\n'];
    expect(scanned(pieces, [1]).rows).toBe(parsed(pieces, [1]).rows);
  });

  it.each(['gb18030', 'utf-16le', 'utf-16be'] as const)('reads what is written in %s, with any delimiter', (encoding) => {
    // 丨 ends in the byte of | in GB18030 and so do many others.
    for (const delimiter of [',', '|', '\t']) {
      const text = `名${delimiter}日\n乗亅丨${delimiter}３/4/2024\n亊亅${delimiter}1/2/2024\n`;
      const bytes = [...iconv.encode(text, encoding)].map((byte) => Buffer.from([byte]));
      expect(scanned(bytes, [1], { delimiter, lineBreak: '\n', encoding })).toEqual({ rows: 2, seen: [[1, '３/4/2024', 2], [1, '1/2/2024', 3]] });
    }
  });

  it('gives whole records when they are asked for', () => {
    const cells: (readonly string[])[] = [];
    const scan = createLineScan(dialect, [], { cell: () => undefined, record: (record) => { cells.push(record.cells); } });
    scan.push(Buffer.from('a,b\n1,2\n3,'));
    scan.push(Buffer.from('4\n'));
    scan.end();
    expect({ cells, rows: scan.rows() }).toEqual({ cells: [['1', '2'], ['3', '4']], rows: 2 });
  });
});
