import { newUser } from '@homefield/contract';
import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import en from '../i18n/en/index.ts';
import zh from '../i18n/zh/index.ts';
import { ruleOf } from './zod-rule.ts';

beforeAll(() => i18next.init({ lng: 'zh', resources: { zh: { translation: zh }, en: { translation: en } }, interpolation: { escapeValue: false } }));

const said = (shape: z.ZodType, value: unknown, language = 'zh', words = {}) => ruleOf(shape, i18next.getFixedT(language) as never, words).validator(null, value).then(() => 'ok', (error: Error) => error.message);

it('says in the reader\'s words what the server would refuse', async () => {
  const { email, password, name } = newUser.shape;
  expect(await said(name, '')).toBe('请填写此项');
  expect(await said(name, '林'.repeat(5_000))).toBe('最多 100 个字符，现在有 5000 个');
  expect(await said(email, 'nobody')).toBe('邮箱格式不正确，例如 name@brand.com');
  expect(await said(password, 'short', 'en')).toBe('At least 10 characters');
  expect(await said(z.number().int().min(1).max(100), 101)).toBe('不能大于 100');
  expect(await said(z.number(), 'ten', 'en')).toBe('Enter a number');
  expect(await said(z.array(z.string()).min(2), ['a'], 'en')).toBe('Choose at least 2');
  expect(await said(email, 'lin@brand.com')).toBe('ok');
});

it('says a field\'s own words where it has some, and asks nothing about what may stay empty', async () => {
  const { email, name } = newUser.shape;
  expect(await said(name, '  ', 'zh', { needed: '请填写姓名' })).toBe('请填写姓名');
  expect(await said(name, '林'.repeat(101), 'zh', { needed: '请填写姓名' })).toBe('最多 100 个字符，现在有 101 个');
  expect(await said(email, 'nobody', 'en', { wrong: 'Not an address of ours' })).toBe('Not an address of ours');
  expect(await said(email, '', 'en', { optional: true })).toBe('ok');
  expect(await said(email, 'nobody', 'en', { optional: true })).toBe('This is not a valid e-mail address, e.g. name@brand.com');
});
