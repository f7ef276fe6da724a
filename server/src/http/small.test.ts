import { expect, test } from 'vitest';
import { createSeededRandomness } from '../kernel/index.ts';
import { languageOf } from './language.ts';
import { scrub } from './logger.ts';
import { addressGroup } from './rate-limits.ts';
import { createSeal } from './seal.ts';

test('the language is the best one that we speak, and Chinese when none is named', () => {
  expect([undefined, '', 'fr', 'en', 'en-US,en;q=0.9,zh;q=0.8', 'zh-CN,zh;q=0.9,en;q=0.8', 'fr, en;q=0.3, zh;q=0.1', 'en;q=0, fr', '*'].map(languageOf))
    .toEqual(['zh', 'zh', 'zh', 'en', 'en', 'zh', 'en', 'zh', 'zh']);
});

test('a line of the log keeps its numbers and loses what belongs to a person', () => {
  const line = '{"time":1795312800000,"id":"7083912345678901234","err":{"message":"Key (email)=(li.wei@shop.cn) of 13912345678 with hf_abcdefghijkl at /x?phone=139&q=1, Bearer abc.def"}}';
  const kept = scrub(line);
  expect(JSON.parse(kept)).toMatchObject({ time: 1795312800000, id: '7083912345678901234' });
  expect(kept).not.toMatch(/li\.wei|13912345678|hf_abc|phone=139|abc\.def/);
});

test('addresses of one IPv6 customer count as one, IPv4 ones each by themselves', () => {
  expect(addressGroup('2001:db8:1:2::1')).toBe(addressGroup('2001:0db8:1:2:aaaa:bbbb:cccc:dddd'));
  expect(addressGroup('2001:db8:1:3::1')).not.toBe(addressGroup('2001:db8:1:2::1'));
  expect(addressGroup('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(addressGroup('::1')).toBe('0:0:0:0::/64');
});

test('a sealed text opens only for what it was sealed about', () => {
  const seal = createSeal(Buffer.alloc(32, 1), 'test', createSeededRandomness(1));
  const sealed = seal.seal(Buffer.from('hf_secret'), 'row 1');
  expect(seal.open(sealed, 'row 1').toString()).toBe('hf_secret');
  expect(() => seal.open(sealed, 'row 2')).toThrow();
  expect(() => createSeal(Buffer.alloc(32, 1), 'other', createSeededRandomness(1)).open(sealed, 'row 1')).toThrow();
});
