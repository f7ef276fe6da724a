import { expect, it } from 'vitest';
import { createFormat } from '../../design/format.ts';
import { amountText } from './timeline-days.ts';

const { money } = createFormat({ language: 'zh', zone: 'Asia/Shanghai', currency: 'CNY' });

it('shows what a refund took back as a loss, whatever its sign in the log, and an order as it was paid', () => {
  expect(amountText('order.refunded', 35_900, money)).toBe('−¥359.00');
  expect(amountText('order.refunded', -35_900, money)).toBe('−¥359.00');
  expect(amountText('order.paid', 35_900, money)).toBe('¥359.00');
});

it('puts no sign before a refund of nothing', () => {
  expect(amountText('order.refunded', 0, money)).toBe('¥0.00');
});
