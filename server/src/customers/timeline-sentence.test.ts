import { expect, it } from 'vitest';
import { sentenceOf } from './timeline-sentence.ts';

const changed = (from: string, to: string) => sentenceOf({ name: 'class.changed', source: 'model', amountMinor: 0, subject: 'rfm', properties: { from, to } }, 'CNY');

it('does not say of a buyer who left the classes that they never bought', () => {
  expect(changed('general_win_back', 'no_purchase')).toEqual({ zh: '分层变化：一般挽留 → 未分层', en: 'Class changed: General win-back → No class' });
});

it('tells the first class of a customer as a change from no class', () => {
  expect(changed('no_purchase', 'key_value')).toEqual({ zh: '分层变化：未分层 → 重要价值', en: 'Class changed: No class → Key value' });
});
