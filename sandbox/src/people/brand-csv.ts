import type { BrandOrder } from './brand.ts';

/** As a Chinese shop's back end exports it. */
export const CSV_HEADER = ['订单号', '会员号', '姓名', '手机号', '城市', '门店', '商品', '支付时间', '实付金额'] as const;

/**
 * The orders as lines of CSV (RFC 4180, without line ends), the header first. Times are local, `2025-03-18 20:05:11`; amounts are
 * in major units with two decimals, which fits currencies of 100 minor units such as CNY.
 */
export function* toCsvLines(orders: Iterable<BrandOrder>, utcOffsetMinutes: number, header: readonly string[] = CSV_HEADER): Generator<string> {
  yield toLine(header);
  for (const order of orders) {
    const { orderNumber, customerNumber, name, phone = '', city, store, product } = order;
    const paidAt = localTime(order.paidAt, utcOffsetMinutes);
    yield toLine([orderNumber, customerNumber, name, phone, city, store, product, paidAt, major(order.amountMinor)]);
  }
}

function toLine(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}

function localTime(instantMs: number, utcOffsetMinutes: number): string {
  return new Date(instantMs + utcOffsetMinutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

function major(amountMinor: number): string {
  return `${Math.floor(amountMinor / 100)}.${String(amountMinor % 100).padStart(2, '0')}`;
}
