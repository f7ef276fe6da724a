import { expect, test } from 'vitest';
import { passwordFault } from './passwords.ts';

const of = (password: string) => passwordFault(password, { email: 'mona.manager@teahouse.com', brand: '山茶护肤 Tea' });

test('what is tried first is refused, by its reason', () => {
  const refused: Record<string, string[]> = {
    email: ['mona.manager@teahouse.com', 'Mona.Manager', 'mona.manager2026', '!!monamanager!!', 'ＭＯＮＡ.manager1'], brand: ['山茶护肤 Tea', '山茶护肤tea2026'],
    repeated: ['aaaaaaaaaa', 'abababababa', '123123123123', '茶茶茶茶茶茶茶茶茶茶', 'a1b2a1b2a1b2'],
    run: ['1234567890', '0987654321', '12345678901234567890', 'abcdefghij', 'jihgfedcba', 'qwertyuiop', 'poiuytrewq', '1qaz2wsx3edc', '!@#$%^&*()'], common: ['Password123', 'iloveyou1314', 'woaini1314', 'a123456789'],
  };
  for (const [fault, passwords] of Object.entries(refused)) expect(passwords.map((password) => [password, of(password)])).toEqual(passwords.map((password) => [password, fault]));
});

test('a sentence is fine, also with the name, the brand or a row of digits in it, and so is what has no capital and no sign', () => {
  for (const password of ['correct horse battery', '明天去西湖喝一杯龙井茶', 'mona.manager likes tea', '山茶护肤的客户都很好', 'tea at 1234567890', 'kvzpqmwtrx', '8305917264']) expect([password, of(password)]).toEqual([password, null]);
});
