import { minorDigits } from '../kernel/index.ts';
import type { Sentence } from '../kernel/index.ts';

export type Event = { name: string; source: string; amountMinor: number; subject: string; properties: Readonly<Record<string, unknown>> };
type Words = Readonly<Record<'money' | 'subject' | 'items' | 'reason' | 'from' | 'to', string>>;
type Teller = (words: Words, event: Event) => Sentence;

const plain = (zh: string, en: string): Teller => (words) => ({ zh: fill(zh, words), en: fill(en, words) });
const because = (zh: string, en: string): Teller => (words) => ({
  zh: fill(words.reason ? `${zh}（原因：{reason}）` : zh, words), en: fill(words.reason ? `${en} ({reason})` : en, words),
});

/** One sentence per event, as a person would tell it. Events of the brand's own are named as they are. */
const tellers: Readonly<Record<string, Teller>> = {
  'customer.created': (_, { source }) => (source === 'import' ? { zh: '首次出现在导入的数据中', en: 'First seen in imported data' } : { zh: '建立客户档案', en: 'First seen' }),
  'customer.updated': plain('资料有更新', 'Profile changed'),
  'order.paid': (words) => ({
    zh: fill(words.items ? '支付订单 {subject}，{money}，共 {items} 件' : '支付订单 {subject}，{money}', words),
    en: fill(words.items ? `Paid {money} for order {subject} ({items} ${words.items === '1' ? 'item' : 'items'})` : 'Paid {money} for order {subject}', words),
  }),
  'order.refunded': (words) => ({
    zh: fill(words.subject ? '订单 {subject} 退款 {money}' : '退款 {money}（原订单未知）', words),
    en: fill(words.subject ? 'Refunded {money} of order {subject}' : 'Refunded {money} (of an unknown order)', words),
  }),
  'order.canceled': plain('取消订单 {subject}', 'Canceled order {subject}'),
  'audience.entered': plain('进入人群', 'Entered an audience'),
  'audience.left': plain('离开人群', 'Left an audience'),
  'class.changed': plain('分层变化：{from} → {to}', 'Class changed: {from} → {to}'),
  'sop.enrolled': plain('进入 SOP', 'Entered an SOP'),
  'sop.held_out': plain('进入 SOP 的对照组（不触达）', 'Held out of an SOP, to measure it'),
  'sop.goal_reached': plain('达成 SOP 目标，{money}', 'Reached the goal of an SOP, {money}'),
  'sop.ended': because('SOP 结束', 'SOP ended'),
  'message.planned': plain('计划发送消息', 'A message was planned'),
  'message.sent': plain('已发送消息', 'A message was sent'),
  'message.failed': because('消息发送失败', 'A message failed'),
  'message.capped': because('消息未发送：超出频次上限', 'A message was not sent: over a cap'),
  'message.not_confirmed': plain('员工未确认群发，消息未发送', 'Staff did not confirm the broadcast; nothing was sent'),
  'contact.added': plain('添加好友', 'Became a contact'),
  'contact.removed': plain('解除好友关系', 'Is no longer a contact'),
};

const classNames: Readonly<Record<string, Sentence>> = {
  key_value: { zh: '重要价值', en: 'Key value' }, key_growth: { zh: '重要发展', en: 'Key growth' }, key_retain: { zh: '重要保持', en: 'Key retain' },
  key_win_back: { zh: '重要挽留', en: 'Key win-back' }, general_value: { zh: '一般价值', en: 'General value' }, general_growth: { zh: '一般发展', en: 'General growth' },
  general_retain: { zh: '一般保持', en: 'General retain' }, general_win_back: { zh: '一般挽留', en: 'General win-back' }, no_purchase: { zh: '未分层', en: 'No class' },
};

export function sentenceOf(event: Event, currency: string): Sentence {
  const teller = tellers[event.name];
  if (!teller) return { zh: `事件 ${event.name}`, en: `Event ${event.name}` };
  const words = (language: 'zh' | 'en'): Words => ({
    money: money(event.amountMinor, currency), subject: event.subject, items: textOf(event.properties['items']), reason: textOf(event.properties['reason']),
    from: className(event.properties['from'], language), to: className(event.properties['to'], language),
  });
  return { zh: teller(words('zh'), event).zh, en: teller(words('en'), event).en };
}

function className(value: unknown, language: 'zh' | 'en'): string {
  const name = textOf(value);
  return classNames[name]?.[language] ?? (name || (language === 'zh' ? '无' : 'none'));
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const symbols: Readonly<Record<string, string>> = { CNY: '¥', USD: '$', GBP: '£', EUR: '€', HKD: 'HK$' };

/** `¥1,234.50`; the number is exact, no float is made of it. */
export function money(amountMinor: number, currency: string): string {
  const digits = minorDigits(currency);
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ',');
  const fraction = digits > 0 ? `.${text.slice(-digits)}` : '';
  return `${amountMinor < 0 ? '-' : ''}${symbols[currency] ?? `${currency} `}${whole}${fraction}`;
}

function fill(text: string, words: Words): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => words[name as keyof Words]);
}
