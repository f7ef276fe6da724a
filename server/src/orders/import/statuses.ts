import type { OrderState } from '../order.ts';

/** How shops name the states of an order. */
const names: Readonly<Record<OrderState, readonly string[]>> = {
  placed: ['待付款', '待支付', '未付款', '未支付', '等待买家付款', '已下单', 'placed', 'pending', 'unpaid', 'awaiting payment', 'created', 'open'],
  paid: ['已付款', '已支付', '支付成功', '付款成功', '待发货', '待收货', '已发货', '已收货', '已签收', '已完成', '完成', '交易成功', '交易完成', '买家已付款', '等待卖家发货', '卖家已发货', '已评价', '正常', 'paid', 'shipped', 'delivered', 'completed', 'complete', 'fulfilled', 'success', 'processing', 'done'],
  refunded: ['已退款', '退款成功', '全额退款', '退款完成', '已退货', '退货退款', 'refunded', 'returned', 'refund'],
  canceled: ['已取消', '取消', '交易关闭', '已关闭', '关闭', '订单取消', '已作废', '作废', 'canceled', 'cancelled', 'closed', 'void', 'voided'],
};
const states = new Map((Object.entries(names) as [OrderState, readonly string[]][]).flatMap(([state, texts]) => texts.map((text) => [text, state] as const)));

/** The state behind a text; without one an order in a file of orders was paid. Undefined when the text is not known. */
export function readStatus(text: string): OrderState | undefined {
  const plain = text.normalize('NFKC').trim().toLowerCase();
  return plain === '' ? 'paid' : states.get(plain);
}
