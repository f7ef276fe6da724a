import type { Language } from '../../kernel/index.ts';

/**
 * The columns of an order file to fill in. What stands in brackets is for the person: it is not read (`plainHeader`). No line of examples:
 * one that is left in would be a customer who never was.
 */
export const templateColumns: Readonly<Record<Language, readonly string[]>> = {
  zh: ['订单号', '付款时间（如 2026-01-31 08:05）', '实付金额（退款前，不减退款）', '手机号（与会员号、邮箱至少填一个）', '会员号', '邮箱', '姓名', '城市', '门店', '渠道', '商品名称', '数量', '订单状态（如 已支付、已退款；可不填）', '退款金额（合计已退多少；没有退款可不填）', '退款时间（有退款时填）'],
  en: ['Order number', 'Paid at (e.g. 2026-01-31 08:05)', 'Paid amount (before refunds)', 'Phone (this or member number or e-mail)', 'Member number', 'E-mail', 'Name', 'City', 'Store', 'Channel', 'Product', 'Quantity', 'Order status (e.g. paid or refunded - may stay empty)', 'Refund amount (all refunds of the order together - may stay empty)', 'Refunded at (of orders with a refund)'],
};

/** As a file that Excel opens: with the mark by which it knows UTF-8. */
export function orderTemplate(language: Language): string {
  return `\ufeff${templateColumns[language].join(',')}\r\n`;
}
