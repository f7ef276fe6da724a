import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, it } from 'vitest';
import { createDecoder, detectEncoding } from './encoding.ts';

const text = '订单号,下单时间,实付金额,手机号,买家\nA-1,2024-01-31 08:05,12.50,13800138000,王小明\nA-2,2024-02-01,8.00,13900139000,李雷\n';

it.each([
  ['UTF-8', Buffer.from(text), 'utf-8', text],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`), 'utf-8', text],
  ['GBK', iconv.encode(text, 'gbk'), 'gb18030', text],
  ['GB18030 with characters that GBK lacks', iconv.encode(`${text}𠮷,㐀\n`, 'gb18030'), 'gb18030', `${text}𠮷,㐀\n`],
  ['UTF-16 LE with its mark', iconv.encode(text, 'utf-16le', { addBOM: true }), 'utf-16le', text],
  ['UTF-16 BE with its mark', iconv.encode(text, 'utf-16be', { addBOM: true }), 'utf-16be', text],
  ['UTF-16 LE without a mark', iconv.encode(text, 'utf-16le'), 'utf-16le', text],
  ['UTF-16 BE without a mark', iconv.encode(text, 'utf-16be'), 'utf-16be', text],
  ['ASCII', Buffer.from('a,b\n1,2\n'), 'utf-8', 'a,b\n1,2\n'],
] as const)('%s is recognized and read back without its mark', (_title, bytes, encoding, expected) => {
  expect(detectEncoding(bytes)).toBe(encoding);
  const decoder = createDecoder(encoding);
  expect(decoder.write(Buffer.from(bytes)) + decoder.end()).toBe(expected);
});

it('UTF-8 that the first megabyte cuts inside a character is UTF-8', () => {
  expect(detectEncoding(Buffer.from(text).subarray(0, 2))).toBe('utf-8');
});

it('one damaged byte does not turn UTF-8 into another language', () => {
  const bytes = Buffer.from(text.repeat(20));
  bytes[40] = 0xff;
  expect(detectEncoding(bytes)).toBe('utf-8');
});

it('what fits nothing is refused', () => {
  expect(detectEncoding(Buffer.from([0x61, 0xff, 0xff, 0xff, 0x0a, 0xff, 0xff, 0x0a]))).toBeUndefined();
});

it('text is the same however its bytes are cut', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('订', '单', 'a', ',', '\n', '𠮷'), maxLength: 40 }), fc.constantFrom('utf-8', 'gb18030', 'utf-16le', 'utf-16be'), fc.array(fc.nat(100), { maxLength: 6 }), (whole, encoding, cuts) => {
    const bytes = iconv.encode(whole, encoding);
    const decoder = createDecoder(encoding);
    const places = [...new Set([0, ...cuts.filter((cut) => cut < bytes.length), bytes.length])].sort((a, b) => a - b);
    expect(places.slice(1).map((end, index) => decoder.write(bytes.subarray(places[index], end))).join('') + decoder.end()).toBe(whole);
  }), { numRuns: 1000 });
});

it('a character of four bytes is whole when a chunk ends before its last byte', () => {
  const bytes = iconv.encode('𠮷', 'gb18030');
  const decoder = createDecoder('gb18030');
  expect(decoder.write(bytes.subarray(0, 3)) + decoder.write(bytes.subarray(3)) + decoder.end()).toBe('𠮷');
});
