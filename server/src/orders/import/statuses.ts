import type { OrderState } from '../order.ts';

/** How shops name the states of an order. */
const names: Readonly<Record<OrderState, readonly string[]>> = {
  placed: ['待付款', '待支付', '未付款', '未支付', '等待买家付款', '已下单', 'placed', 'pending', 'unpaid', 'awaiting payment', 'created', 'open'],
  paid: ['已付款', '已支付', '支付成功', '付款成功', '待发货', '待收货', '已发货', '已收货', '已签收', '已完成', '完成', '交易成功', '交易完成', '买家已付款', '等待卖家发货', '卖家已发货', '已评价', '正常', 'paid', 'shipped', 'delivered', 'completed', 'complete', 'fulfilled', 'success', 'processing', 'done'],
  refunded: ['已退款', '退款成功', '全额退款', '退款完成', '已退货', '退货退款', 'refunded', 'returned', 'refund'],
  canceled: ['已取消', '取消', '交易关闭', '已关闭', '关闭', '订单取消', '已作废', '作废', 'canceled', 'cancelled', 'closed', 'void', 'voided'],
};
const states = new Map((Object.entries(names) as [OrderState, readonly string[]][]).flatMap(([state, texts]) => texts.map((text) => [text, state] as const)));

/** How far a refund is, as its own column says it. What is asked for and not decided gives nothing back yet. */
const refundNames = {
  none: ['无退款', '未退款', '没有退款', '无', '否', '无售后', '未申请退款', '退款中', '申请退款中', '退款申请中', '退款处理中', '退款关闭', '退款已关闭', '退款取消', '退款撤销', '退款失败', '拒绝退款', 'no', 'none', 'no refund', 'not refunded', 'refund pending', 'pending', 'refund closed', 'refund rejected'],
  part: ['部分退款', '部分退款成功', '已部分退款', '部分退款完成', 'partially refunded', 'partial refund', 'partly refunded'],
  // Said of a part as well: only an amount tells how much.
  some: ['退款成功', '退款完成', '已退款', 'refunded', 'refund succeeded', 'refund completed'],
  full: ['全额退款', '全额退款成功', '已全额退款', '全部退款', '全部退款成功', '已全部退款', '整单退款', '整单退款成功', 'fully refunded', 'full refund'],
} as const;
const refunds = new Map((Object.entries(refundNames) as [keyof typeof refundNames, readonly string[]][]).flatMap(([state, texts]) => texts.map((text) => [text, state] as const)));

/** How much of an order a text says was given back; undefined when it is not known. */
export function readRefundStatus(text: string): keyof typeof refundNames | undefined {
  const plain = text.normalize('NFKC').trim().toLowerCase().replaceAll('_', ' ');
  return plain === '' || isBlank(plain) ? 'none' : refunds.get(plain);
}

/** What a shop writes where there is nothing. */
export function isBlank(text: string): boolean {
  return /^(?:[-–—－/\\]+|无|没有|n\/?a|none|null|nil)$/i.test(text);
}

/** The state behind a text; without one an order in a file of orders was paid. Undefined when the text is not known. */
export function readStatus(text: string): OrderState | undefined {
  const plain = text.normalize('NFKC').trim().toLowerCase();
  return plain === '' ? 'paid' : states.get(plain);
}
