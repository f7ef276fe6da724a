import { expect, test } from 'vitest';
import { isProblem, problem } from './problem.ts';

const SeatTaken = problem('test_seat_taken', 409, { en: 'Seat {seat} is taken.', zh: '座位 {seat} 已被占用。' });

test('a refusal fills its sentences in both languages and keeps code and status', () => {
  const refusal = SeatTaken({ seat: 7 });
  expect(isProblem(refusal)).toBe(true);
  expect(refusal).toMatchObject({ code: 'test_seat_taken', status: 409, sentence: { en: 'Seat 7 is taken.', zh: '座位 7 已被占用。' } });
});

test('a code that is declared twice stops the start', () => {
  expect(() => problem('test_seat_taken', 400, { en: '', zh: '' })).toThrow('declared twice');
});
