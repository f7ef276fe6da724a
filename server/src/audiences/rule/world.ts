import { parseRule } from './parse.ts';
import { classOfOthers, eventFromData, knownEvents, plainAttributes, type Catalog, type Field, type ValueType } from './catalog.ts';
import { storeNamesOf } from '../../customers/index.ts';
import { formatId } from '../../kernel/index.ts';

/** A small brand for the tests of the rule language. */
export const testNowMs = Date.UTC(2026, 5, 30, 4, 0, 0);

const field = (key: string, type: ValueType, zh: string): [string, Field] => [key, { key, type, title: { zh, en: key } }];

function audience(id: bigint, name: string, rule: unknown): [bigint, { id: bigint; name: string; node: NonNullable<ReturnType<typeof parseRule>['node']> }] {
  const { node } = parseRule(rule);
  if (!node) throw new Error(`The rule of ${name} is wrong.`);
  return [id, { id, name, node }];
}

export const testCatalog: Catalog = {
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  attributes: new Map([...plainAttributes, field('skin', 'text', '肤质'), field('level', 'number', '等级'), field('vip', 'boolean', '会员')]),
  events: new Map([
    ...knownEvents,
    ['product.viewed', eventFromData('product.viewed', new Map([field('category', 'text', '品类'), field('price', 'number', '价格'), field('day', 'text', '日期'), field('gift', 'boolean', '赠品')]))],
  ]),
  models: new Map([['rfm', {
    name: 'rfm', title: { zh: 'RFM 分层', en: 'RFM' }, snapshotId: 77n,
    classes: new Map([['key_value', { zh: '重要价值', en: 'Key value' }], ['general_win_back', { zh: '一般挽留', en: 'General win-back' }], [classOfOthers, { zh: '未购', en: 'No purchase' }]]),
  }]]),
  stores: storeNamesOf([]),
  audiences: new Map([
    audience(10n, '高频客户', { event: 'order.paid', count: { atLeast: 3 }, within: '365d' }),
    audience(11n, '高频或浏览', { any: [{ audience: formatId('audience', 10n) }, { event: 'product.viewed', within: '7d' }] }),
  ]),
};
