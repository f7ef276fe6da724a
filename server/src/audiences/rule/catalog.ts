import type { StoreNames } from '../../customers/index.ts';
import { orderMetrics } from '../../customers/index.ts';
import type { Sentence } from '../../kernel/index.ts';
import type { RuleNode } from './node.ts';

export type ValueType = 'text' | 'number' | 'boolean' | 'time' | 'staff';

/**
 * A value that a rule can test: a plain column where there is one (`column`), a number of the customer's orders (`metric`, an aggregate in SQL; a time is
 * in milliseconds, 0 without any), else a path in the JSON of the row.
 */
export type Field = {
  key: string; type: ValueType; title: Sentence; column?: string; metric?: string; money?: boolean;
  /** What a column holds beside '' when the value is not known. */
  unknown?: string;
};

/** `verb` completes "近 30 天有…" and "have … in the last 30 days". */
export type CatalogEvent = { name: string; verb: Sentence; known: boolean; properties: ReadonlyMap<string, Field> };

/** `snapshotId` is the newest snapshot at the instant that the rule is asked for; null before the first one. */
export type CatalogModel = { name: string; title: Sentence; classes: ReadonlyMap<string, Sentence>; snapshotId: bigint | null };

export type CatalogAudience = { id: bigint; name: string; node: RuleNode };

/** Everything that a rule of this workspace may mention. A reader supplies it. */
export type Catalog = {
  zone: string;
  currency: string;
  attributes: ReadonlyMap<string, Field>;
  events: ReadonlyMap<string, CatalogEvent>;
  models: ReadonlyMap<string, CatalogModel>;
  audiences: ReadonlyMap<bigint, CatalogAudience>;
  /** Present and former names: a rule that names a store means it whatever it is called. */
  stores: StoreNames;
};

/** The class of everybody whom a model does not place: 未分层 in RFM. */
export const classOfOthers = 'no_purchase';

const field = (key: string, type: ValueType, zh: string, en: string, column?: string): [string, Field] => [key, { key, type, title: { zh, en }, column }];

/** Attributes that every customer has. The brand's own ones come from its data. */
export const plainAttributes: ReadonlyMap<string, Field> = new Map<string, Field>([
  field('name', 'text', '姓名', 'name', 'name'),
  ['gender', { key: 'gender', type: 'text', title: { zh: '性别', en: 'gender' }, column: 'gender', unknown: 'unknown' }],
  field('city', 'text', '城市', 'city', 'city'),
  field('source', 'text', '来源', 'source', 'source'),
  field('store', 'text', '门店', 'store', 'store'),
  field('ownerStaffId', 'staff', '跟进人', 'owner', 'owner_staff_id'),
  field('isContact', 'boolean', '是好友', 'a contact', 'is_contact'),
  field('createdAt', 'time', '建档时间', 'first seen', 'created_at'),
  // The same SQL as the columns and filters of the list of customers, so that both find the same people.
  ['orders', { key: 'orders', type: 'number', title: { zh: '订单数', en: 'number of orders' }, metric: orderMetrics.orders }],
  ['netSales', { key: 'netSales', type: 'number', title: { zh: '净销售额', en: 'net sales' }, metric: orderMetrics.netSales, money: true }],
  ['lastOrderAt', { key: 'lastOrderAt', type: 'time', title: { zh: '最近下单时间', en: 'last order' }, metric: orderMetrics.lastOrderAt }],
]);

/** Fields that every event has beside its own properties. */
export const plainProperties: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['amount', { key: 'amount', type: 'number', title: { zh: '金额', en: 'amount' }, column: 'amount', money: true }],
  field('subject', 'text', '对象', 'subject', 'subject'),
  field('source', 'text', '来源', 'source', 'source'),
]);

const verbs: readonly [name: string, zh: string, en: string][] = [
  ['order.paid', '下单', 'ordered'],
  ['order.refunded', '退款', 'been refunded'],
  ['order.canceled', '取消订单', 'canceled an order'],
  ['product.viewed', '浏览商品', 'viewed a product'],
  ['cart.added', '加入购物车', 'added to the cart'],
  ['page.viewed', '浏览页面', 'viewed a page'],
  ['link.clicked', '点击链接', 'clicked a link'],
  ['coupon.claimed', '领取优惠券', 'claimed a coupon'],
  ['coupon.redeemed', '使用优惠券', 'redeemed a coupon'],
  ['contact.added', '添加好友', 'been added as a contact'],
  ['contact.removed', '删除好友', 'been removed as a contact'],
  ['group.joined', '入群', 'joined a group'],
  ['group.left', '退群', 'left a group'],
  ['code.scanned', '扫码', 'scanned a code'],
  ['sign_in.made', '签到', 'signed in'],
  ['message.sent', '收到消息', 'been sent a message'],
  ['message.replied', '回复消息', 'replied to a message'],
  ['form.submitted', '提交表单', 'submitted a form'],
  ['content.read', '阅读内容', 'read content'],
  ['live.watched', '观看直播', 'watched a live show'],
  ['referral.made', '转介绍', 'referred somebody'],
  ['customer.created', '建档', 'been first seen'],
  ['customer.updated', '资料变化', 'changed profile'],
  ['sop.enrolled', '进入 SOP', 'entered an SOP'],
  ['sop.goal_reached', '达成 SOP 目标', 'reached the goal of an SOP'],
  ['class.changed', '分层变化', 'changed class'],
  ['audience.entered', '进入人群', 'entered an audience'],
  ['audience.left', '离开人群', 'left an audience'],
];

/** Events of the product itself: a rule may name them before the first one has happened. */
export const knownEvents: ReadonlyMap<string, CatalogEvent> = new Map(
  verbs.map(([name, zh, en]) => [name, { name, verb: { zh, en }, known: true, properties: new Map() }]),
);

/** An event of the brand's own, as its data shows it. */
export function eventFromData(name: string, properties: ReadonlyMap<string, Field>): CatalogEvent {
  const verb = knownEvents.get(name)?.verb ?? { zh: `“${name}”`, en: `done “${name}”` };
  return { name, verb, known: knownEvents.has(name), properties };
}

/** A property of an event: its plain fields first, then its own. */
export function propertyOf(event: CatalogEvent, key: string): Field | undefined {
  return plainProperties.get(key) ?? event.properties.get(key);
}
