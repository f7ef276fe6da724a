import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCsvParser, detectDelimiter, recordLengthMax } from './csv.ts';

const parse = (text: string, cuts: readonly number[] = [], delimiter = ',') => {
  const parser = createCsvParser({ delimiter, lineBreak: '\n' });
  const places = [...new Set([0, ...cuts.filter((cut) => cut > 0 && cut < text.length), text.length])].sort((a, b) => a - b);
  return [...places.slice(1).flatMap((end, index) => parser.push(text.slice(places[index], end))), ...parser.end()];
};
const cellsOf = (text: string) => parse(text).map(({ cells }) => cells);

describe('records', () => {
  it.each([
    ['any line end, a last line without one', 'a,b\r\nc,d\ne,f', [['a', 'b'], ['c', 'd'], ['e', 'f']]],
    ['blank lines are left out', 'a,b\n\n\r\nc,d\n\n', [['a', 'b'], ['c', 'd']]],
    ['quotes, doubled quotes and delimiters inside quotes', '"a,1","say ""hi""",c\n', [['a,1', 'say "hi"', 'c']]],
    ['line breaks inside quotes', '"a\nb","c\r\nd"\r\ne,f', [['a\nb', 'c\r\nd'], ['e', 'f']]],
    ['a quote inside an unquoted cell is a character', 'a 5" pipe,b\n', [['a 5" pipe', 'b']]],
    ['empty cells', ',,\n"",x,""', [['', '', ''], ['', 'x', '']]],
  ])('%s', (_title, text, expected) => expect(cellsOf(text)).toEqual(expected));

  it('a line has the number of the line of the file on which it begins', () => {
    expect(parse('h\n\n"a\nb"\nc\n').map(({ line }) => line)).toEqual([1, 3, 5]);
  });
});

describe('a quote that is never closed', () => {
  it('costs its own line and says which one; the lines after it are read', () => {
    const records = parse('a,b\n"open,c\nd,e\nf,g\n');
    expect(records.map(({ line, trouble }) => [line, trouble])).toEqual([[1, undefined], [2, 'quote'], [3, undefined], [4, undefined]]);
    expect(records[2]?.cells).toEqual(['d', 'e']);
  });

  it('is found with bounded memory in a file of any length', () => {
    const parser = createCsvParser({ delimiter: ',', lineBreak: '\n' });
    const troubles = [...parser.push('h\n"open,x\n')];
    let rows = 0;
    for (let index = 0; index < 200; index += 1) {
      const records = parser.push('abcdefgh,1\n'.repeat(1_000));
      rows += records.length;
      troubles.push(...records.filter(({ trouble }) => trouble));
    }
    rows += parser.end().length;
    expect(troubles.filter(({ trouble }) => trouble).map(({ line, trouble }) => [line, trouble])).toEqual([[2, 'quote']]);
    expect(rows).toBe(200_001);
  });

  it('text behind a closing quote is the same trouble', () => {
    expect(parse('"a"b,c\nd,e').map(({ trouble }) => trouble)).toEqual(['quote', undefined]);
  });
});

it('a line without end is reported once and skipped', () => {
  const parser = createCsvParser({ delimiter: ',', lineBreak: '\n' });
  const records = [];
  for (let index = 0; index < 10; index += 1) records.push(...parser.push('x'.repeat(recordLengthMax)));
  records.push(...parser.push('\na,b\n'), ...parser.end());
  expect(records.map(({ trouble, cells }) => trouble ?? cells)).toEqual(['length', ['a', 'b']]);
});

const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '中', ' '), maxLength: 6 });
const row = fc.array(cell, { minLength: 2, maxLength: 4 });
const write = (rows: readonly (readonly string[])[], end: string) => rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join(end) + end;

it('what RFC 4180 can write is read back, however the text is cut into chunks', () => {
  fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), fc.constantFrom('\n', '\r\n'), fc.array(fc.nat(200), { maxLength: 10 }), (rows, end, cuts) => {
    expect(parse(write(rows, end), cuts).map(({ cells }) => cells)).toEqual(rows);
  }), { numRuns: 500 });
});

it('garbage is read the same however it is cut, and never throws', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', '"', ',', '\n', '\r\n', '中'), maxLength: 80 });
  fc.assert(fc.property(text, fc.array(fc.nat(100), { maxLength: 8 }), (garbage, cuts) => {
    // A \r\n that is cut in two is the one thing that a chunk border may show; the reader gets whole decoded chunks.
    expect(parse(garbage, cuts)).toEqual(parse(garbage));
  }), { numRuns: 500 });
});

it('the delimiter is what the header has most often outside quotes', () => {
  expect(['a,b;c,d', 'a\tb\tc', 'a;b;c', '"a,b,c"|d|e', '订单号'].map(detectDelimiter)).toEqual([',', '\t', ';', '|', ',']);
});
